package org.cryptotl.he.codec;

import java.util.Arrays;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.manifest.LatencyLayout;

/** Packs one sample into slots and takes its outputs out, see {@link LatencyLayout}. */
public final class LatencyCodec {

  private final LatencyLayout layout;

  /** Follows a layout. */
  public LatencyCodec(LatencyLayout layout) {
    this.layout = layout;
  }

  /**
   * Packs an input.
   *
   * @param x {@code inputs} finite entries
   */
  public ComplexVector pack(double[] x) {
    if (x.length != layout.inputs()) {
      throw new IllegalArgumentException(
          "input: got %d entries, expected %d".formatted(x.length, layout.inputs()));
    }
    double[] re = new double[layout.slots()];
    double[] im = new double[layout.slots()];
    for (int slot = 0; slot < re.length; slot++) {
      int block = slot / layout.stride();
      int j = slot % layout.stride();
      re[slot] = x[layout.inputAt(block, j, 0)];
      im[slot] = x[layout.inputAt(block, j, 1)];
    }
    return new ComplexVector(re, im);
  }

  /** The outputs in decoded slots. */
  public double[] unpack(ComplexVector slots) {
    if (slots.size() != layout.slots()) {
      throw new IllegalArgumentException(
          "output: got %d slots, expected %d".formatted(slots.size(), layout.slots()));
    }
    return Arrays.copyOf(slots.re(), layout.outputs());
  }
}
