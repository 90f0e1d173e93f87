/**
 * Integers modulo primes below 2^30: {@link org.cryptotl.he.arith.Modulus}, the search for primes,
 * and roots of unity. Everything here is scalar and exact; it is the ground on which the loops of
 * {@code kernel} and the rings stand.
 *
 * <p>May import the JDK only. Reading: Harvey, "Faster arithmetic for number-theoretic transforms"
 * (2014); Menezes et al., "Handbook of Applied Cryptography", chapter 14.
 */
package org.cryptotl.he.arith;
