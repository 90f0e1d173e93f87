/**
 * From networks to what can be evaluated on ciphertexts: the engine's steps, affine maps and
 * polynomials in every entry. Everything linear becomes an affine map; activations that are no
 * polynomials are approximated by one on the range that samples show.
 *
 * <p>May import {@code layer}, {@code kernel} (windows) and the engine's {@code plan}, {@code
 * circuit} and {@code ring.Parallel}. Reading: Trefethen, "Approximation Theory and Approximation
 * Practice" (2013), chapters 3-4; Gilad-Bachrach et al., "CryptoNets" (2016).
 */
package org.cryptotl.nn.lowering;
