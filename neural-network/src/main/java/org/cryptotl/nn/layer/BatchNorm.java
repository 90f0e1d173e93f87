package org.cryptotl.nn.layer;

import java.util.Arrays;
import org.cryptotl.he.ring.Parallel;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): scale (x - mean) / sqrt(variance + epsilon) + shift
 * in each channel, which is the first dimension. Training uses the statistics of the batch and
 * keeps running ones here.
 *
 * @param scale one a channel
 * @param shift one a channel
 * @param mean one a channel
 * @param variance one a channel, not negative
 * @param epsilon added to the variance, above 0
 */
public record BatchNorm(Weights scale, Weights shift, Weights mean, Weights variance, float epsilon)
    implements Layer {

  /** Checks the sizes and the variances. */
  public BatchNorm {
    if (scale.size() < 1 || !(epsilon > 0) || !Float.isFinite(epsilon)) {
      throw new IllegalArgumentException(
          "BatchNorm: got %d channels and epsilon %s, expected at least 1 and a number above 0"
              .formatted(scale.size(), epsilon));
    }
    shift.expect("BatchNorm", "shifts", scale.size());
    mean.expect("BatchNorm", "means", scale.size());
    variance.expect("BatchNorm", "variances", scale.size());
    for (float v : variance.array()) {
      if (v < 0) {
        throw new IllegalArgumentException(
            "BatchNorm: got a negative variance, expected at least 0");
      }
    }
  }

  /** A layer to be trained, which does nothing yet. */
  public static BatchNorm identity(int channels) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return new BatchNorm(
        Weights.of(ones),
        Weights.of(new float[channels]),
        Weights.of(new float[channels]),
        Weights.of(ones),
        1e-3f);
  }

  /** Number of channels. */
  public int channels() {
    return scale.size();
  }

  @Override
  public Shape output(Shape input) {
    if (input.dimension(0) != channels()) {
      throw new IllegalArgumentException(
          "BatchNorm: got an input of shape %s, expected %d as its first dimension"
              .formatted(input, channels()));
    }
    return input;
  }

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    int channels = channels();
    int inner = input.size() / channels;
    parallel.forEach(
        count,
        sample -> {
          for (int c = 0; c < channels; c++) {
            float factor = (float) (scale.get(c) / Math.sqrt((double) variance.get(c) + epsilon));
            int from = (sample * channels + c) * inner;
            for (int i = from; i < from + inner; i++) {
              y[i] = Math.fma(x[i] - mean.get(c), factor, shift.get(c));
            }
          }
        });
  }

  @Override
  public long parameters() {
    return 2L * channels();
  }
}
