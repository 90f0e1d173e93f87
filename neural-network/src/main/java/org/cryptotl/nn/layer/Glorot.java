package org.cryptotl.nn.layer;

import java.util.random.RandomGenerator;

/** First weights: Glorot and Bengio, "Understanding the difficulty of training" (2010), eq. 16. */
final class Glorot {

  private Glorot() {}

  /** Uniform values in (-r, r), r = sqrt(6 / (fanIn + fanOut)). */
  static Weights uniform(int size, int fanIn, int fanOut, RandomGenerator random) {
    double r = Math.sqrt(6.0 / ((double) fanIn + fanOut));
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * r);
    }
    return Weights.of(values);
  }
}
