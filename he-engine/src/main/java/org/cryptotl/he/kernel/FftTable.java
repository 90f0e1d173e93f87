package org.cryptotl.he.kernel;

/**
 * The constants of the Fourier transform on n slots, for the ring degree N = 2n.
 *
 * <p>A real polynomial of degree below N, read as n complex coefficients {@code c_k = a_k + i
 * a_(k+n)}, has at zeta^e, e = 1 mod 4, zeta = exp(2 pi i / 2N), the value {@code sum c_k
 * zeta^(ek)}. The tree of {@link NttTable} below its first split gives these values in the order of
 * the powers of 5, that is slot by slot.
 */
public final class FftTable {

  /** Rows shorter than this are repeated up to it, so that a vector can be loaded from any row. */
  private static final int MIN_ROW = 8;

  final int logSlots;

  /** Row s: real and imaginary parts of the 2^s factors of stage s. */
  final double[][] re;

  final double[][] im;

  /**
   * Computes the constants.
   *
   * @param logSlots log2 of the number of slots n, in [4, 15]
   */
  public FftTable(int logSlots) {
    if (logSlots < 4 || logSlots > 15) {
      throw new IllegalArgumentException("slots: got 2^" + logSlots + ", expected 2^4 to 2^15");
    }
    this.logSlots = logSlots;
    re = new double[logSlots][];
    im = new double[logSlots][];
    int order = 4 << logSlots;
    for (int s = 0; s < logSlots; s++) {
      int length = Math.max(1 << s, MIN_ROW);
      re[s] = new double[length];
      im[s] = new double[length];
      int powerOfFive = 1;
      for (int path = 0; path < length; path++) {
        if ((path & ((1 << s) - 1)) == 0) {
          powerOfFive = 1;
        }
        int exponent = (powerOfFive << (logSlots - s - 1)) & (order - 1);
        double angle = 2 * Math.PI * exponent / order;
        re[s][path] = StrictMath.cos(angle);
        im[s][path] = StrictMath.sin(angle);
        powerOfFive = (powerOfFive * 5) & (order - 1);
      }
    }
  }

  /** Number of slots n. */
  public int slots() {
    return 1 << logSlots;
  }
}
