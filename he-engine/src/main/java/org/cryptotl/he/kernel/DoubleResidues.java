package org.cryptotl.he.kernel;

import java.util.Arrays;
import org.cryptotl.he.arith.Modulus;

/**
 * Integers held as doubles, modulo a prime. Both twins use this class: C2 vectorises its loops by
 * itself.
 */
final class DoubleResidues {

  /** Below this size a quotient by q is found exactly but for the last unit. */
  private static final double EXACT = 0x1p51;

  private static final double SPLIT = 0x1p40;

  private DoubleResidues() {}

  static void write(double[] a, double largest, int[] out, int from, Modulus q) {
    if (!Double.isFinite(largest)) {
      throw new IllegalArgumentException("residues of doubles: got a value that is not finite");
    }
    if (largest < EXACT) {
      writeSmall(a, out, from, q);
    } else {
      writeLarge(a, largest, out, from, q);
    }
  }

  /** a - q round(a / q) is exact in a fused multiply-add, and in (-q, q). */
  private static void writeSmall(double[] a, int[] out, int from, Modulus q) {
    double minusQ = -q.value();
    double inverse = 1.0 / q.value();
    int value = q.value();
    for (int i = 0; i < a.length; i++) {
      int r = (int) Math.fma(Math.rint(a[i] * inverse), minusQ, a[i]);
      out[from + i] = r + (value & (r >> 31));
    }
  }

  /** a = high 2^40 + low, both integers, and so on until the high part is small. */
  private static void writeLarge(double[] a, double largest, int[] out, int from, Modulus q) {
    double[] high = new double[a.length];
    double[] low = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      high[i] = Math.rint(a[i] / SPLIT);
      low[i] = Math.fma(-high[i], SPLIT, a[i]);
    }
    int[] highResidues = new int[a.length];
    write(high, largest / SPLIT + 1, highResidues, 0, q);
    writeSmall(low, out, from, q);
    int factor = q.reduce((long) SPLIT);
    for (int i = 0; i < a.length; i++) {
      out[from + i] = q.add(out[from + i], q.multiply(highResidues[i], factor));
    }
    Arrays.fill(high, 0);
    Arrays.fill(low, 0);
    Arrays.fill(highResidues, 0);
  }
}
