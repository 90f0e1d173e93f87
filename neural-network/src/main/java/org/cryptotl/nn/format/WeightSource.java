package org.cryptotl.nn.format;

import java.nio.FloatBuffer;
import org.cryptotl.nn.layer.Weights;

/** Gives out the weights of a file in the order in which they were written. */
final class WeightSource {

  private final FloatBuffer weights;

  WeightSource(FloatBuffer weights) {
    this.weights = weights;
  }

  Weights take(long count) {
    return Weights.of(takeArray(count));
  }

  float[] takeArray(long count) {
    if (count < 0 || count > weights.remaining()) {
      throw new ModelFormatException(
          "model file: its layers need %d weights more than are left, %d"
              .formatted(count, weights.remaining()));
    }
    float[] taken = new float[(int) count];
    weights.get(taken);
    return taken;
  }

  void expectNoneLeft() {
    if (weights.hasRemaining()) {
      throw new ModelFormatException(
          "model file: it has %d weights that no layer takes".formatted(weights.remaining()));
    }
  }
}
