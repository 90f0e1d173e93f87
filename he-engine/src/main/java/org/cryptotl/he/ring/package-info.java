/**
 * Polynomials modulo X^N + 1 in residue number systems: one {@link org.cryptotl.he.ring.LimbRing} a
 * prime, {@link org.cryptotl.he.ring.RnsBasis} an ordered set of them; coefficients and evaluations
 * are different types. Base extension, division with rounding, automorphisms, samplers, and the
 * canonical embedding of complex vectors.
 *
 * <p>May import {@code arith} and {@code kernel}. Reading: Cheon et al., "A full RNS variant of
 * approximate homomorphic encryption" (2018); Lattigo, package {@code ring}.
 */
package org.cryptotl.he.ring;
