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

  /**
   * Two sums with a common factor, place by place: outA[i] = sum over k of c[k][i] a[k][i] and
   * outB[i] = sum over k of c[k][i] b[k][i], modulo q, for the places i in [from, from + length).
   *
   * <p>Either the c[k] or the a[k] and b[k] are in Montgomery form: 2^32 times the factor, mod q.
   *
   * @param c limbs in [0, q), their number in {@code count}
   * @param a limbs in [0, q)
   * @param b limbs in [0, q)
   * @param count number of products of each sum, at least 1
   * @param from first place, a multiple of 16
   * @param length number of places, a multiple of 16
   * @param outA a limb in [0, q), none of the inputs
   * @param outB another limb in [0, q), none of the inputs
   */
  void innerProducts(
      int[][] c,
      int[][] a,
      int[][] b,
      int count,
      int from,
      int length,
      int[] outA,
      int[] outB,
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
