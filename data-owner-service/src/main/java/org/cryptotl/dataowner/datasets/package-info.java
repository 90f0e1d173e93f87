/** Labelled texts or vectors: streamed in from CSV, split, read in order or by row, deleted. */
package org.cryptotl.dataowner.datasets;
