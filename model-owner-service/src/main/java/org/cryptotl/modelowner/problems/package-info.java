/** Failures as {@code application/problem+json} (RFC 9457), wherever they come from. */
package org.cryptotl.modelowner.problems;
