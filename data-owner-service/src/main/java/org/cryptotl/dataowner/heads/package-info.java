/** Heads: trained in plain on features, embeddings or both; reports, predictions, export. */
package org.cryptotl.dataowner.heads;
