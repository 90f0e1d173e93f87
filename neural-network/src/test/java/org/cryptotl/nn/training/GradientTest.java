package org.cryptotl.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.layer.Tanh;
import org.cryptotl.nn.testing.Networks;
import org.cryptotl.nn.testing.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients against finite differences of the loss in double arithmetic. */
class GradientTest {

  private static final int COUNT = 9;

  private static final double PENALTY = 0.3;

  @ParameterizedTest
  @MethodSource("org.cryptotl.nn.testing.Networks#cases")
  void everyLayer_hasTheGradientOfTheLoss(Networks.Case tested) {
    SplittableRandom random = new SplittableRandom(21);
    Network network = Networks.around(tested, 1, random).then(end(1, new Sigmoid()));
    check(network, Loss.BINARY_CROSS_ENTROPY, new float[0], 2);
  }

  @ParameterizedTest
  @EnumSource
  void everyLoss_hasItsGradient(Loss loss) {
    SplittableRandom random = new SplittableRandom(22);
    int outputs = loss == Loss.CATEGORICAL_CROSS_ENTROPY ? 4 : 1;
    Network body =
        Network.of(
            Shape.of(6), Dense.random(6, 7, random), new Tanh(), Dense.random(7, outputs, random));
    Layer last =
        switch (loss) {
          case BINARY_CROSS_ENTROPY -> new Sigmoid();
          case CATEGORICAL_CROSS_ENTROPY -> new Softmax();
          case SQUARED_ERROR -> Polynomial.paperCubic();
        };
    check(body.then(end(outputs, last)), loss, new float[0], outputs);
  }

  @Test
  void classWeights_multiplyLossAndGradient() {
    SplittableRandom random = new SplittableRandom(23);
    Network body = Network.of(Shape.of(6), Dense.random(6, 3, random));
    check(
        body.then(end(3, new Softmax())),
        Loss.CATEGORICAL_CROSS_ENTROPY,
        new float[] {0.5f, 2, 3},
        3);
  }

  /** Dropout's factors are those of the pass, so its own loss is differentiated. */
  @Test
  void dropout_hasTheGradientOfItsOwnPass() {
    SplittableRandom random = new SplittableRandom(24);
    Network network =
        Network.of(
            Shape.of(6),
            Dense.random(6, 20, random),
            new Dropout(0.4f),
            Dense.random(20, 1, random),
            new Sigmoid());
    Samples samples = samples(2, random);
    Backpropagation work =
        new Backpropagation(network, Loss.BINARY_CROSS_ENTROPY, COUNT, 0, Parallel.NONE);
    float[] gradients = gradients(work, samples, new float[0]);
    for (int i = 0; i < gradients.length; i++) {
      float w = work.weights()[i];
      work.weights()[i] = w + 0x1p-5f;
      double up = ownLoss(work, samples);
      work.weights()[i] = w - 0x1p-5f;
      double down = ownLoss(work, samples);
      work.weights()[i] = w;
      assertEquals((up - down) / 0x1p-4, gradients[i], 2e-3, "weight " + i);
    }
  }

  private static double ownLoss(Backpropagation work, Samples samples) {
    Pass pass = work.forward(samples, IntStream.range(0, COUNT).toArray(), 0, COUNT, true, 77);
    work.evaluate(pass, new float[0]);
    return sum(work.losses());
  }

  private static Network end(int outputs, Layer last) {
    return Network.of(Shape.of(outputs), last);
  }

  private void check(Network network, Loss loss, float[] classWeights, int classes) {
    SplittableRandom random = new SplittableRandom(25);
    Samples samples = samples(classes, random);
    Backpropagation work = new Backpropagation(network, loss, COUNT, PENALTY, Parallel.NONE);
    float[] gradients = gradients(work, samples, classWeights);
    assertEquals(
        referenceLoss(work.network(), loss, samples, classWeights), sum(work.losses()), 1e-4);
    List<Integer> trained = new ArrayList<>();
    work.segments().forEach(s -> IntStream.range(s.from(), s.to()).forEach(trained::add));
    // Some hundred weights, the first and last included, stand for all of a large layer.
    int step = Math.max(1, trained.size() / 300);
    double largest = 0;
    for (int t = 0; t < trained.size(); t += step) {
      int i = trained.get(t);
      float w = work.weights()[i];
      float up = w + 0x1p-12f;
      float down = w - 0x1p-12f;
      work.weights()[i] = up;
      double above = referenceLoss(work.network(), loss, samples, classWeights);
      work.weights()[i] = down;
      double below = referenceLoss(work.network(), loss, samples, classWeights);
      work.weights()[i] = w;
      double expected = (above - below) / ((double) up - down);
      assertEquals(expected, gradients[i], 2e-4 * Math.max(1, Math.abs(expected)), "weight " + i);
      largest = Math.max(largest, Math.abs(expected));
    }
    assertTrue(largest > 1e-3, "some gradient is not zero");
  }

  private static float[] gradients(Backpropagation work, Samples samples, float[] classWeights) {
    float[] before = work.weights().clone();
    Pass pass = work.forward(samples, IntStream.range(0, COUNT).toArray(), 0, COUNT, true, 77);
    work.evaluate(pass, classWeights);
    work.backward(pass);
    work.addWeightGradients(pass);
    // A forward pass renews the running statistics of batch normalisation.
    System.arraycopy(before, 0, work.weights(), 0, before.length);
    return work.weightGradients().clone();
  }

  private static Samples samples(int classes, SplittableRandom random) {
    float[][] x = new float[COUNT][6];
    float[] targets = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < 6; j++) {
        x[i][j] = (float) random.nextDouble(-1, 1);
      }
      targets[i] = classes == 1 ? random.nextInt(2) : random.nextInt(classes);
    }
    return Samples.of(x, targets);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** The losses by their definitions, from the network's outputs, and the penalty of ranges. */
  private static double referenceLoss(
      Network network, Loss loss, Samples samples, float[] classWeights) {
    double[][] x = new double[COUNT][6];
    for (int i = 0; i < COUNT; i++) {
      float[] row = new float[6];
      samples.read(i, row, 0);
      for (int j = 0; j < 6; j++) {
        x[i][j] = row[j];
      }
    }
    double[][] y = Reference.forward(network, x, true);
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      int target = (int) samples.target(i);
      double one =
          switch (loss) {
            case BINARY_CROSS_ENTROPY -> -Math.log(target == 1 ? y[i][0] : 1 - y[i][0]);
            case CATEGORICAL_CROSS_ENTROPY -> -Math.log(y[i][target]);
            case SQUARED_ERROR -> 0.5 * (y[i][0] - target) * (y[i][0] - target);
          };
      sum += one * (classWeights.length == 0 ? 1 : classWeights[target]);
    }
    for (int l = 0; l < network.layers().size(); l++) {
      if (network.layers().get(l) instanceof Polynomial p && p.range().isBounded()) {
        double[][] inputs = l == 0 ? x : Reference.forward(network.first(l), x, true);
        for (double[] row : inputs) {
          for (double v : row) {
            double excess = Math.max(v - p.range().to(), 0) + Math.max(p.range().from() - v, 0);
            sum += PENALTY * excess * excess;
          }
        }
      }
    }
    return sum;
  }
}
