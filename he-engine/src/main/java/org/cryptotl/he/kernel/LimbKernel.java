package org.cryptotl.he.kernel;

import org.cryptotl.he.arith.Modulus;

/**
 * Operations on whole limbs, place by place.
 *
 * <p>A limb is an {@code int[]} whose length is a multiple of 16; its residues are in [0, q) before
 * and after. {@code out} may be one of the inputs. {@link ScalarLimbs} is the specification; {@link
 * VectorLimbs} gives the same residues bit by bit.
 */
public interface LimbKernel {

  /** out = a + b mod q. */
  void add(int[] a, int[] b, int[] out, Modulus q);

  /** out = a - b mod q. */
  void subtract(int[] a, int[] b, int[] out, Modulus q);

  /** out = -a mod q. */
  void negate(int[] a, int[] out, Modulus q);

  /** out = a b mod q. */
  void multiply(int[] a, int[] b, int[] out, Modulus q);

  /** out = a b + c mod q. */
  void multiplyAdd(int[] a, int[] b, int[] c, int[] out, Modulus q);

  /** out = a b + c d mod q. */
  void multiplySum(int[] a, int[] b, int[] c, int[] d, int[] out, Modulus q);

  /**
   * out = a w mod q.
   *
   * @param a any unsigned 32-bit numbers, e.g. residues of another prime
   * @param w a residue of q
   */
  void multiplyScalar(int[] a, int w, int[] out, Modulus q);

  /** out = out + a w mod q, with a as in {@link #multiplyScalar}. */
  void multiplyScalarAdd(int[] a, int w, int[] out, Modulus q);

  /** out = (a - b) w mod q for residues a, b and w of q. */
  void subtractMultiplyScalar(int[] a, int[] b, int w, int[] out, Modulus q);

  /** out = a + w mod q. */
  void addScalar(int[] a, int w, int[] out, Modulus q);

  /**
   * out = offset + a mod q.
   *
   * @param a any unsigned 32-bit numbers, e.g. residues of another prime
   * @param offset a residue of q
   */
  void combine(int[] a, int offset, int[] out, Modulus q);

  /**
   * out = offset + a + b w mod q.
   *
   * @param a any unsigned 32-bit numbers, e.g. residues of another prime
   * @param b numbers like a
   * @param w a residue of q
   * @param offset a residue of q
   */
  void combine(int[] a, int[] b, int w, int offset, int[] out, Modulus q);

  /**
   * out = a mod q for small signed numbers.
   *
   * @param a numbers in (-q, q)
   */
  void fromSigned(int[] a, int[] out, Modulus q);

  /**
   * out[from + i] = a[i] mod q.
   *
   * @param a doubles that are integers, finite
   * @param largest at least the absolute value of each
   * @param from first place that is written
   */
  void fromDoubles(double[] a, double largest, int[] out, int from, Modulus q);

  /** Exchanges a[2j] and a[2j+1] for each j: complex conjugation in rotation order. */
  void swapNeighbours(int[] a, int[] out);
}
