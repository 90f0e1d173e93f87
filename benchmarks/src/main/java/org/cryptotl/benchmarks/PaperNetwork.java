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

/**
 * The CryptoTL paper's lower network: convolution, dense 768, cubic, average pooling, dense 766.
 */
final class PaperNetwork {

  static final int INPUTS = 768;

  private PaperNetwork() {}

  /** The steps with weights of realistic size; inputs in [0, 1] give outputs below 4. */
  static List<Step> random(SplittableRandom random) {
    int n = INPUTS;
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
        dense(random, n),
        new Activation(n, Polynomial.powers(0.49383, 0.59259, 0.092593, -0.0061728)),
        new Affine(Matrix.diagonals(n - 2, n, pooling), new double[n - 2]),
        dense(random, n - 2));
  }

  private static Affine dense(SplittableRandom random, int n) {
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = random.doubles(n, -0.06, 0.06).toArray();
    }
    return new Affine(Matrix.dense(rows), random.doubles(n, -0.1, 0.1).toArray());
  }
}
