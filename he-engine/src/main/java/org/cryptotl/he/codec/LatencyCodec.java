package org.cryptotl.he.codec;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.manifest.LatencyLayout;

/** Packs one sample, or a few, into slots and takes the outputs out, see {@link LatencyLayout}. */
public final class LatencyCodec implements SampleCodec {

  private final LatencyLayout layout;

  /** Follows a layout. */
  public LatencyCodec(LatencyLayout layout) {
    this.layout = layout;
  }

  /**
   * Packs inputs.
   *
   * @param samples one row a sample, 1 to {@code batch} rows of {@code inputs} entries; places
   *     without a sample are zero
   * @return one vector a ciphertext, {@code inputParts} in all
   */
  @Override
  public List<ComplexVector> pack(double[][] samples) {
    requireRoom(samples.length);
    for (int j = 0; j < samples.length; j++) {
      if (samples[j].length != layout.inputs()) {
        throw new IllegalArgumentException(
            "sample %d: got %d entries, expected %d"
                .formatted(j, samples[j].length, layout.inputs()));
      }
    }
    List<ComplexVector> parts = new ArrayList<>();
    for (int part = 0; part < layout.inputParts(); part++) {
      double[] re = new double[layout.slots()];
      double[] im = new double[layout.slots()];
      for (int place = 0; place < layout.places(); place++) {
        put(samples, layout.inputAt(part, place, 0), place, re);
        put(samples, layout.inputAt(part, place, 1), place, im);
      }
      parts.add(new ComplexVector(re, im));
    }
    return parts;
  }

  private void put(double[][] samples, int entry, int place, double[] half) {
    if (entry >= 0) {
      for (int j = 0; j < samples.length; j++) {
        half[place * layout.batch() + j] = samples[j][entry];
      }
    }
  }

  /**
   * Takes outputs out.
   *
   * @param parts decoded slots, one vector a ciphertext of the result
   * @param samples number of samples of the batch, 1 to {@code batch}
   * @return one row of {@code outputs} entries a sample
   */
  @Override
  public double[][] unpack(List<ComplexVector> parts, int samples) {
    requireRoom(samples);
    if (parts.size() != layout.outputParts()) {
      throw new IllegalArgumentException(
          "outputs: got %d vectors, expected %d".formatted(parts.size(), layout.outputParts()));
    }
    double[][] outputs = new double[samples][layout.outputs()];
    for (int i = 0; i < layout.outputs(); i++) {
      ComplexVector slots = parts.get(i / layout.outputPeriod());
      if (slots.size() != layout.slots()) {
        throw new IllegalArgumentException(
            "outputs: got %d slots, expected %d".formatted(slots.size(), layout.slots()));
      }
      for (int j = 0; j < samples; j++) {
        outputs[j][i] = slots.re()[i % layout.outputPeriod() * layout.batch() + j];
      }
    }
    return outputs;
  }

  private void requireRoom(int samples) {
    if (samples < 1 || samples > layout.batch()) {
      throw new IllegalArgumentException(
          "batch: got %d samples, expected 1 to %d".formatted(samples, layout.batch()));
    }
  }
}
