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
   * Writes a limb among the {@code count} limbs that are interleaved in one array, block by block,
   * shifted cyclically: place i becomes {@code to[(i / BLOCK) count BLOCK + index BLOCK + i mod
   * BLOCK] = limb[(i + shift) mod N]}.
   *
   * @param shift in [0, N)
   * @param index of the limb among those interleaved, in [0, count)
   */
  void interleave(int[] limb, int shift, int[] to, int count, int index);

  /**
   * Many pairs of sums over the same pairs of limbs: outA[s][i] = sum over t of factors[s][t][i]
   * a[terms[t]][i], and outB[s][i] likewise with b, modulo q. Factors and pairs are interleaved
   * (see {@link #interleave}), so that every array is read once and in order: the factors come from
   * memory, and the pairs of a block stay in the first-level cache for all sums.
   *
   * @param factors one array a sum: its factors in Montgomery form, interleaved
   * @param pairs the limbs a[0], b[0], a[1], b[1], ..., interleaved
   * @param pairCount number of pairs that are interleaved
   * @param terms which pairs are used, in the order of the factors
   * @param outA limbs in [0, q)
   * @param outB limbs in [0, q)
   */
  void diagonalSums(
      int[][] factors,
      int[] pairs,
      int pairCount,
      int[] terms,
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
