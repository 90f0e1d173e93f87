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
   * out[i] = sum over k of a[k][i] b[k][i] mod q, place by place.
   *
   * @param a limbs in [0, q), their number in {@code count}
   * @param b limbs in Montgomery form: 2^32 times the factor, mod q, in [0, q)
   * @param count number of products, at least 1
   * @param out a limb in [0, q), none of the inputs
   */
  void innerProduct(int[][] a, int[][] b, int count, int[] out, Modulus q);

  /**
   * As {@link #innerProduct}, each a[k] read with a cyclic shift: out[i] = sum over k of a[k][(i +
   * shift[k]) mod n] b[k][i] mod q. In rotation order this rotates the factor before it is
   * multiplied.
   *
   * @param shifts even numbers in [0, n)
   */
  void shiftedInnerProduct(int[][] a, int[] shifts, int[][] b, int count, int[] out, Modulus q);

  /**
   * out[j][i] = sum over k of weights[j][k] x[k][i] mod q: an integer matrix times a column of
   * limbs.
   *
   * @param x limbs in [0, q), one a column of the matrix
   * @param out limbs in [0, q), one a row of the matrix, none of x
   */
  void matrixProduct(WeightMatrix weights, int[][] x, int[][] out, Modulus q);
}
