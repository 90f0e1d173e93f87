package org.cryptotl.he.ckks;

import java.util.Arrays;

/** A vector of complex numbers, real and imaginary parts apart. It is not printed. */
public final class ComplexVector {

  private final double[] re;
  private final double[] im;

  /**
   * Wraps arrays of one length, which the caller does not change any more.
   *
   * @param re real parts
   * @param im imaginary parts
   */
  public ComplexVector(double[] re, double[] im) {
    if (re.length != im.length) {
      throw new IllegalArgumentException(
          "complex vector: got %d real and %d imaginary parts".formatted(re.length, im.length));
    }
    this.re = re;
    this.im = im;
  }

  /** A vector of real numbers. */
  public static ComplexVector real(double... re) {
    return new ComplexVector(re, new double[re.length]);
  }

  /** Number of entries. */
  public int size() {
    return re.length;
  }

  /** The real parts; to be read only. */
  public double[] re() {
    return re;
  }

  /** The imaginary parts; to be read only. */
  public double[] im() {
    return im;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ComplexVector that
        && Arrays.equals(re, that.re)
        && Arrays.equals(im, that.im);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(re) + Arrays.hashCode(im);
  }

  @Override
  public String toString() {
    return "ComplexVector[redacted, " + re.length + " entries]";
  }
}
