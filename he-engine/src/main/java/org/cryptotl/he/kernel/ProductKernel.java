package org.cryptotl.he.kernel;

import org.cryptotl.he.arith.Modulus;

/**
 * Sums of many products with one reduction at the end: the inner loops of key switching, of linear
 * transforms, and of the integer matrix product.
 *
 * <p>{@link ScalarProducts} is the specification; {@link VectorProducts} gives the same residues
 * bit by bit.
 */
public interface ProductKernel {

  /** Products of two residues below 2^30 that fit an unsigned 64-bit sum. */
  int MAX_PRODUCTS = 16;

  /** Places that lie together in interleaved limbs; every ring degree is a multiple. */
  int BLOCK = 16;

  /**
   * Two sums with a common factor, place by place: outA[i] = sum over k of c[k][i] a[k][i] and
   * outB[i] = sum over k of c[k][i] b[k][i], modulo q.
   *
   * <p>Either the c[k] or the a[k] and b[k] are in Montgomery form: 2^32 times the factor, mod q.
   *
   * @param c limbs in [0, q), their number in {@code count}
   * @param a limbs in [0, q)
   * @param b limbs in [0, q)
   * @param count number of products of each sum, at least 1
   * @param outA a limb in [0, q), none of the inputs
   * @param outB another limb in [0, q), none of the inputs
   */
  void innerProducts(int[][] c, int[][] a, int[][] b, int count, int[] outA, int[] outB, Modulus q);

  /**
   * Two sums as {@link #innerProducts}, with one more product, permuted: with k = (i + shift) mod
   * N, or its neighbour k xor 1 if the permutation swaps neighbours, place i of A is the sum over t
   * of c[t][k] a[t][k] plus lift[k] times the factor, and place i of B is the sum over t of c[t][k]
   * b[t][k], for the places i in [from, from + length). They are written block by block: block j of
   * A at outA[atA + j stride], likewise B.
   *
   * @param count number of products of each sum, in [0, MAX_PRODUCTS - 1]
   * @param lift a limb in [0, q), or null for none
   * @param factor in Montgomery form, in [0, q)
   * @param shift even, in [0, N)
   * @param swap whether neighbours are swapped
   * @param from a multiple of BLOCK
   * @param length a multiple of BLOCK
   * @param add whether the sums are added to what is there, modulo q
   */
  void permutedProducts(
      int[][] c,
      int[][] a,
      int[][] b,
      int count,
      int[] lift,
      int factor,
      int shift,
      boolean swap,
      int from,
      int length,
      int[] outA,
      int atA,
      int[] outB,
      int atB,
      int stride,
      boolean add,
      Modulus q);

  /**
   * Many pairs of sums over the same pairs of limbs: outA[s][i] = sum over t of factors[s][t][i]
   * a[terms[t]][i], and outB[s][i] likewise with b, modulo q. Factors and pairs are interleaved
   * block by block, so that every array is read once and in order: block j of limb t of T lies at
   * (j T + t) BLOCK. The factors come from memory, and the pairs of a block stay in the first-level
   * cache for all sums.
   *
   * @param factors one array a sum: its factors in Montgomery form, interleaved, all N places
   * @param pairs the limbs a[0], b[0], a[1], b[1], ..., interleaved, from place {@code from} on
   * @param width number of limbs that are interleaved: at least two a pair; an odd number spreads
   *     them better over the sets of a cache
   * @param terms which pairs are used, in the order of the factors
   * @param from first place, a multiple of BLOCK
   * @param length number of places, a multiple of BLOCK
   * @param outA limbs in [0, q)
   * @param outB limbs in [0, q)
   */
  void diagonalSums(
      int[][] factors,
      int[] pairs,
      int width,
      int[] terms,
      int from,
      int length,
      int[][] outA,
      int[][] outB,
      Modulus q);

  /**
   * out[j][i] = sum over k of weights[j][k] x[k][i] mod q: an integer matrix times a column of
   * limbs.
   *
   * @param x limbs in [0, q), one a column of the matrix
   * @param out limbs in [0, q), one a row of the matrix, none of x
   */
  void matrixProduct(WeightMatrix weights, int[][] x, int[][] out, Modulus q);
}
