/**
 * From a network to what the evaluator computes. A network is a list of two kinds of {@link
 * org.cryptotl.he.plan.Step}: affine maps and polynomials in every entry; {@link
 * org.cryptotl.he.plan.Folding} brings the list into its cheapest equal form.
 *
 * <p>May import {@code manifest}, {@code circuit}, {@code ckks}, {@code rlwe} and {@code ring}.
 * Reading: Gilad-Bachrach et al., "CryptoNets" (2016); Ebel et al., "Orion" (arXiv 2311.03470).
 */
package org.cryptotl.he.plan;
