package org.cryptotl.he.codec;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.manifest.ThroughputLayout;

/** Packs a batch of samples feature by feature and takes their outputs out again. */
public final class ThroughputCodec implements SampleCodec {

  private final ThroughputLayout layout;

  /** Follows a layout. */
  public ThroughputCodec(ThroughputLayout layout) {
    this.layout = layout;
  }

  /**
   * Packs a batch.
   *
   * @param samples one row a sample, 1 to {@code capacity} rows of {@code inputs} finite entries
   * @return one vector a feature, for encryption at the layout's level and scale
   */
  @Override
  public List<ComplexVector> pack(double[][] samples) {
    requireRoom(samples.length);
    for (int s = 0; s < samples.length; s++) {
      if (samples[s].length != layout.inputs()) {
        throw new IllegalArgumentException(
            "sample %d: got %d entries, expected %d"
                .formatted(s, samples[s].length, layout.inputs()));
      }
    }
    List<ComplexVector> features = new ArrayList<>();
    for (int i = 0; i < layout.inputs(); i++) {
      double[] re = new double[layout.slots()];
      double[] im = new double[layout.slots()];
      for (int s = 0; s < samples.length; s++) {
        (s % 2 == 0 ? re : im)[s / 2] = samples[s][i];
      }
      features.add(new ComplexVector(re, im));
    }
    return features;
  }

  /**
   * Takes outputs out.
   *
   * @param features decoded slots, one vector an output
   * @param samples number of samples of the batch, 1 to {@code capacity}
   * @return one row of {@code outputs} entries a sample
   */
  @Override
  public double[][] unpack(List<ComplexVector> features, int samples) {
    requireRoom(samples);
    if (features.size() != layout.outputs()) {
      throw new IllegalArgumentException(
          "outputs: got %d vectors, expected %d".formatted(features.size(), layout.outputs()));
    }
    double[][] outputs = new double[samples][layout.outputs()];
    for (int i = 0; i < layout.outputs(); i++) {
      ComplexVector slots = features.get(i);
      if (slots.size() != layout.slots()) {
        throw new IllegalArgumentException(
            "output %d: got %d slots, expected %d".formatted(i, slots.size(), layout.slots()));
      }
      for (int s = 0; s < samples; s++) {
        outputs[s][i] = (s % 2 == 0 ? slots.re() : slots.im())[s / 2];
      }
    }
    return outputs;
  }

  private void requireRoom(int samples) {
    if (samples < 1 || samples > layout.capacity()) {
      throw new IllegalArgumentException(
          "batch: got %d samples, expected 1 to %d".formatted(samples, layout.capacity()));
    }
  }
}
