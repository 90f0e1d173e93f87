/**
 * Circuits on ciphertexts: linear transforms by diagonals, polynomials, and products with integer
 * matrices across many ciphertexts.
 *
 * <p>May import {@code ckks}, {@code rlwe} and {@code ring}. Reading: Halevi-Shoup 2014, 2018;
 * Bossuat et al., "Efficient bootstrapping for approximate homomorphic encryption with non-sparse
 * keys", 2021 (double hoisting); Lattigo, {@code circuits/ckks}.
 */
package org.cryptotl.he.circuit;
