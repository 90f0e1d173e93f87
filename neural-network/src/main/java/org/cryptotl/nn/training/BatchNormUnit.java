package org.cryptotl.nn.training;

import java.util.Arrays;
import org.cryptotl.nn.layer.BatchNorm;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Weights;

/**
 * Batch normalisation: scales and shifts, which are trained, then running means and variances.
 * Gradients are those of Ioffe and Szegedy (2015), section 3, per channel.
 */
final class BatchNormUnit extends Unit {

  /** Share of a batch in the running statistics. */
  private static final double RENEWAL = 0.1;

  private final BatchNorm layer;
  private final int channels;

  /** Entries of a channel in one sample. */
  private final int inner;

  private final double[] means;
  private final double[] roots;
  private int slot;

  BatchNormUnit(BatchNorm layer, int inputs) {
    this.layer = layer;
    channels = layer.channels();
    inner = inputs / channels;
    means = new double[channels];
    roots = new double[channels];
  }

  @Override
  int slots() {
    return 4 * channels;
  }

  @Override
  int trained() {
    return 2 * channels;
  }

  @Override
  void load(float[] weights, int slot) {
    this.slot = slot;
    int at = slot;
    for (Weights part :
        new Weights[] {layer.scale(), layer.shift(), layer.mean(), layer.variance()}) {
      System.arraycopy(part.toArray(), 0, weights, at, channels);
      at += channels;
    }
  }

  @Override
  Layer layer(float[] weights) {
    return new BatchNorm(
        part(weights, 0), part(weights, 1), part(weights, 2), part(weights, 3), layer.epsilon());
  }

  private Weights part(float[] weights, int index) {
    int from = slot + index * channels;
    return Weights.of(Arrays.copyOfRange(weights, from, from + channels));
  }

  @Override
  void forward(Pass pass, float[] x, float[] y) {
    pass.parallel.forEach(
        channels,
        c -> {
          if (pass.training) {
            measure(pass, x, c);
          } else {
            means[c] = pass.weights[slot + 2 * channels + c];
            roots[c] = Math.sqrt(pass.weights[slot + 3 * channels + c] + layer.epsilon());
          }
          float scale = pass.weights[slot + c];
          float shift = pass.weights[slot + channels + c];
          for (int sample = 0; sample < pass.count; sample++) {
            int from = (sample * channels + c) * inner;
            for (int i = from; i < from + inner; i++) {
              y[i] = (float) ((x[i] - means[c]) / roots[c] * scale + shift);
            }
          }
        });
  }

  private void measure(Pass pass, float[] x, int c) {
    double n = (double) pass.count * inner;
    double sum = 0;
    for (int sample = 0; sample < pass.count; sample++) {
      int from = (sample * channels + c) * inner;
      for (int i = from; i < from + inner; i++) {
        sum += x[i];
      }
    }
    double mean = sum / n;
    double squares = 0;
    for (int sample = 0; sample < pass.count; sample++) {
      int from = (sample * channels + c) * inner;
      for (int i = from; i < from + inner; i++) {
        squares += (x[i] - mean) * (x[i] - mean);
      }
    }
    means[c] = mean;
    roots[c] = Math.sqrt(squares / n + layer.epsilon());
    renew(pass.weights, slot + 2 * channels + c, mean);
    renew(pass.weights, slot + 3 * channels + c, squares / Math.max(1, n - 1));
  }

  private static void renew(float[] weights, int at, double value) {
    weights[at] = (float) ((1 - RENEWAL) * weights[at] + RENEWAL * value);
  }

  @Override
  void inputGradients(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
    double n = (double) pass.count * inner;
    pass.parallel.forEach(
        channels,
        c -> {
          double sum = 0;
          double along = 0;
          for (int sample = 0; sample < pass.count; sample++) {
            int from = (sample * channels + c) * inner;
            for (int i = from; i < from + inner; i++) {
              sum += dy[i];
              along += dy[i] * (x[i] - means[c]) / roots[c];
            }
          }
          double factor = pass.weights[slot + c] / roots[c];
          for (int sample = 0; sample < pass.count; sample++) {
            int from = (sample * channels + c) * inner;
            for (int i = from; i < from + inner; i++) {
              double normal = (x[i] - means[c]) / roots[c];
              dx[i] = (float) (factor * (dy[i] - sum / n - normal * along / n));
            }
          }
        });
  }

  @Override
  void weightGradients(Pass pass, float[] x, float[] dy, float[] gradients) {
    pass.parallel.forEach(
        channels,
        c -> {
          double sum = 0;
          double along = 0;
          for (int sample = 0; sample < pass.count; sample++) {
            int from = (sample * channels + c) * inner;
            for (int i = from; i < from + inner; i++) {
              sum += dy[i];
              along += dy[i] * (x[i] - means[c]) / roots[c];
            }
          }
          gradients[slot + c] += (float) along;
          gradients[slot + channels + c] += (float) sum;
        });
  }
}
