package org.cryptotl.he.rlwe;

import org.cryptotl.he.ring.LimbPool;

/**
 * The gadget digits of a polynomial, extended to all primes of its key basis: what key switching
 * multiplies with a key. One decomposition serves any number of keys (hoisting, Halevi-Shoup 2018).
 *
 * <p>Its limbs are work memory: {@link #close} gives them back, after which it must not be used.
 */
public final class Decomposition implements AutoCloseable {

  private final int limbs;
  private final int ownDigitSize;
  private final boolean ownsPolynomial;
  private int[][][] digits;

  /**
   * Wraps digits by limb and digit; those of a digit's own data primes are the limbs of the
   * polynomial that was decomposed.
   *
   * @param ownsPolynomial whether these are work memory too
   */
  Decomposition(int limbs, int ownDigitSize, boolean ownsPolynomial, int[][][] digits) {
    this.limbs = limbs;
    this.ownDigitSize = ownDigitSize;
    this.ownsPolynomial = ownsPolynomial;
    this.digits = digits;
  }

  /** Number of data limbs of the polynomial. */
  public int limbs() {
    return limbs;
  }

  /** The digits modulo limb i of the key basis. */
  int[][] digits(int i) {
    return digits[i];
  }

  @Override
  public void close() {
    for (int i = 0; i < digits.length; i++) {
      for (int t = 0; t < digits[i].length; t++) {
        if (ownsPolynomial || i >= limbs || i / ownDigitSize != t) {
          LimbPool.give(digits[i][t]);
        }
      }
    }
    digits = new int[0][][];
  }
}
