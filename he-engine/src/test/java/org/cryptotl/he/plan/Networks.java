package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cryptotl.he.circuit.Polynomial;

/** Networks with random weights of realistic size, and inputs for them. */
final class Networks {

  /** The activation of the paper. */
  static final Polynomial CUBIC = Polynomial.powers(0.49383, 0.59259, 0.092593, -0.0061728);

  static final Polynomial SQUARE = Polynomial.powers(0.3, -0.5, 0.25);

  static final Polynomial QUINTIC = Polynomial.chebyshev(-4, 4, 0.1, 0.5, 0.2, -0.1, 0.05, 0.02);

  private Networks() {}

  /** Dense layers of these sizes with an activation between each two. */
  static List<Step> dense(Random random, Polynomial activation, int... sizes) {
    List<Step> steps = new ArrayList<>();
    for (int i = 1; i < sizes.length; i++) {
      steps.add(layer(random, sizes[i - 1], sizes[i]));
      if (i < sizes.length - 1) {
        steps.add(new Activation(sizes[i], activation));
      }
    }
    return steps;
  }

  /** A dense layer that keeps the size of values. */
  static Affine layer(Random random, int inputs, int outputs) {
    double[][] rows = new double[outputs][];
    for (int i = 0; i < outputs; i++) {
      rows[i] = random.doubles(inputs, -1, 1).map(w -> w / Math.sqrt(inputs)).toArray();
    }
    return new Affine(Matrix.dense(rows), random.doubles(outputs, -0.1, 0.1).toArray());
  }

  /** Inputs with entries in [low, high). */
  static double[][] samples(Random random, int count, int inputs, double low, double high) {
    double[][] samples = new double[count][];
    for (int j = 0; j < count; j++) {
      samples[j] = random.doubles(inputs, low, high).toArray();
    }
    return samples;
  }
}
