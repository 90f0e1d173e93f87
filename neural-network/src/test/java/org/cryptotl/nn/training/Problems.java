package org.cryptotl.nn.training;

import java.util.SplittableRandom;

/** Made-up samples. */
final class Problems {

  private Problems() {}

  /** Points whose label says on which side of a random plane they lie; some labels are wrong. */
  static Samples plane(int count, int inputs, double wrong, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] normal = random.doubles(inputs, -1, 1).toArray();
    float[][] x = new float[count][inputs];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      double side = 0;
      for (int j = 0; j < inputs; j++) {
        x[i][j] = (float) random.nextDouble(-1, 1);
        side += normal[j] * x[i][j];
      }
      labels[i] = (side > 0) != (random.nextDouble() < wrong) ? 1 : 0;
    }
    return Samples.of(x, labels);
  }

  /** Points with labels that have nothing to do with them. */
  static Samples noise(int count, int inputs, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] x = new float[count][inputs];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < inputs; j++) {
        x[i][j] = (float) random.nextDouble(-1, 1);
      }
      labels[i] = i % classes;
    }
    return Samples.of(x, labels);
  }
}
