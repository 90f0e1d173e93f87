package org.cryptotl.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.plan.Activation;
import org.cryptotl.he.plan.Affine;
import org.cryptotl.he.plan.Matrix;
import org.cryptotl.he.plan.Step;

/** The networks that are measured, with random weights of realistic size; inputs are in [0, 1]. */
final class Networks {

  /** Inputs of the paper's network. */
  static final int PAPER = 768;

  private static final Polynomial CUBIC = Polynomial.powers(0.49383, 0.59259, 0.092593, -0.0061728);

  private Networks() {}

  /**
   * The CryptoTL paper's lower network: convolution 9, dense n, cubic, average pooling 3, dense n -
   * 2.
   */
  static List<Step> paper(SplittableRandom random, int n) {
    Map<Integer, double[]> convolution = new TreeMap<>();
    Map<Integer, double[]> pooling = new TreeMap<>();
    for (int k = -4; k <= 4; k++) {
      double w = random.nextDouble(-0.3, 0.3);
      convolution.put(k, random.doubles(n, w, Math.nextUp(w)).toArray());
    }
    for (int k = 0; k < 3; k++) {
      pooling.put(k, random.doubles(n - 2, 1.0 / 3, 1.0 / 3 + 1e-12).toArray());
    }
    return List.of(
        new Affine(Matrix.diagonals(n, n, convolution), new double[n]),
        dense(random, n, n, 0.06),
        new Activation(n, CUBIC),
        new Affine(Matrix.diagonals(n - 2, n, pooling), new double[n - 2]),
        dense(random, n - 2, n - 2, 0.06));
  }

  /** Images of 3 x 32 x 32: eight valid convolutions 5 x 5, square, dense 64. */
  static List<Step> image(SplittableRandom random) {
    int side = 32;
    int out = side - 4;
    double[][] rows = new double[8 * out * out][3 * side * side];
    for (int filter = 0; filter < 8; filter++) {
      double[] weights = random.doubles(3 * 5 * 5, -0.2, 0.2).toArray();
      for (int y = 0; y < out; y++) {
        for (int x = 0; x < out; x++) {
          double[] row = rows[(filter * out + y) * out + x];
          for (int w = 0; w < weights.length; w++) {
            int channel = w / 25;
            row[(channel * side + y + w % 25 / 5) * side + x + w % 5] = weights[w];
          }
        }
      }
    }
    double[] bias = random.doubles(rows.length, -0.1, 0.1).toArray();
    return List.of(
        new Affine(Matrix.dense(rows), bias),
        new Activation(rows.length, Polynomial.powers(0, 0, 1)),
        dense(random, rows.length, 64, 0.02));
  }

  /** Tables of 30 columns: dense 64, cubic, dense 32, cubic, dense 2. */
  static List<Step> table(SplittableRandom random) {
    return List.of(
        dense(random, 30, 64, 0.3),
        new Activation(64, CUBIC),
        dense(random, 64, 32, 0.2),
        new Activation(32, CUBIC),
        dense(random, 32, 2, 0.3));
  }

  private static Affine dense(SplittableRandom random, int inputs, int outputs, double largest) {
    double[][] rows = new double[outputs][];
    for (int i = 0; i < outputs; i++) {
      rows[i] = random.doubles(inputs, -largest, largest).toArray();
    }
    return new Affine(Matrix.dense(rows), random.doubles(outputs, -0.1, 0.1).toArray());
  }
}
