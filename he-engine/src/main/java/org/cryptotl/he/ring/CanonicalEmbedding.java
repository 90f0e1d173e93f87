package org.cryptotl.he.ring;

import org.cryptotl.he.kernel.FftTable;
import org.cryptotl.he.kernel.Kernels;

/**
 * The isomorphism between N/2 complex slots and real polynomials of degree below N: slot j is the
 * value at zeta^(5^j), zeta = exp(2 pi i / 2N) (Cheon-Kim-Kim-Song 2017, section 3).
 *
 * <p>A polynomial is held as N/2 complex numbers {@code a_k + i a_(k + N/2)}: the array of real
 * parts is its lower half, that of the imaginary parts its upper half.
 */
public final class CanonicalEmbedding {

  private final FftTable table;

  /** Prepares the embedding of degree N = 2^logN. */
  public CanonicalEmbedding(int logN) {
    table = new FftTable(logN - 1);
  }

  /** Number of slots, N/2. */
  public int slots() {
    return table.slots();
  }

  /** Slots to coefficients, in place. */
  public void toCoefficients(double[] re, double[] im) {
    Kernels.FFT.inverse(re, im, table);
  }

  /** Coefficients to slots, in place. */
  public void toSlots(double[] re, double[] im) {
    Kernels.FFT.forward(re, im, table);
  }
}
