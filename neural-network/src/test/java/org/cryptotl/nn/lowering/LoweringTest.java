package org.cryptotl.nn.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.cryptotl.he.plan.Folding;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Flatten;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.layer.Range;
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.layer.Tanh;
import org.cryptotl.nn.testing.RandomNetworks;
import org.junit.jupiter.api.Test;

class LoweringTest {

  private static final Approximation ANY = Approximation.ofDegree(3);

  @Test
  void polynomialNetworks_areLoweredToTheSameFunction() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Network network = RandomNetworks.polynomial(random);
      List<float[]> samples = inputs(network, random, 3);
      LoweredNetwork lowered = Lowering.lower(network, ANY, samples);
      for (float[] x : inputs(network, random, 3)) {
        float[] expected = network.forward(x);
        double[] got = Folding.apply(lowered.steps(), doubles(x));
        String where = "seed %d, network %d of %s".formatted(seed, i, network.input());
        assertEquals(expected.length, got.length, where);
        for (int j = 0; j < got.length; j++) {
          // Floats on one side, doubles on the other: what matters is the size of the values.
          double scale = 1 + largest(network.trace(x));
          assertEquals(expected[j], got[j], 1e-4 * scale, where);
        }
      }
    }
  }

  @Test
  void paperNetwork_isLoweredAndFoldsToThreeSteps() {
    Random random = new Random(7);
    Network network = Presets.paperLower(96, random);
    LoweredNetwork lowered = Lowering.lower(network, ANY, inputs(network, random, 4));
    assertEquals(5, lowered.steps().size(), "convolution, dense, cubic, pooling, dense");
    assertEquals(3, Folding.fold(lowered.steps()).size());
    assertEquals(94, lowered.steps().getLast().outputs());
    assertTrue(lowered.maxError() < 1e-4, () -> "error " + lowered.maxError());
    ActivationReport cubic = lowered.activations().getFirst();
    assertEquals(4, cubic.index());
    assertEquals(new Range(-5, 5), cubic.range());
    assertEquals(0, cubic.maxRangeError());
  }

  @Test
  void inputsOutsideOfAPolynomialsRange_areCounted() {
    Network network = Network.of(Shape.of(2), Polynomial.square().on(new Range(-1, 1)));
    LoweredNetwork lowered =
        Lowering.lower(network, ANY, List.of(new float[] {0.5f, 2}, new float[] {-3, 1}));
    assertEquals(2, lowered.activations().getFirst().outside());
    assertEquals(new Range(-3, 2), lowered.activations().getFirst().seen());
  }

  @Test
  void activations_areApproximatedWithinTheWantedError() {
    Random random = new Random(11);
    for (var activation : List.of(new Relu(), new Sigmoid(), new Tanh())) {
      Network network = Network.of(Shape.of(40), activation);
      List<float[]> samples = inputs(network, random, 20);
      LoweredNetwork lowered = Lowering.lower(network, Approximation.within(0.02), samples);
      ActivationReport report = lowered.activations().getFirst();
      assertTrue(report.maxRangeError() <= 0.02, report::toString);
      assertTrue(report.maxSampleError() <= report.maxRangeError() + 1e-9, report::toString);
      assertTrue(report.meanSampleError() <= report.maxSampleError(), report::toString);
      assertTrue(lowered.maxError() <= report.maxSampleError() + 1e-6, report::toString);
      assertEquals(0, report.outside());
      double width = report.seen().to() - report.seen().from();
      assertEquals(report.seen().from() - 0.1 * width, report.range().from(), 1e-12);
    }
  }

  @Test
  void endToEndError_isWhatTheSamplesShow() {
    Random random = new Random(5);
    Network network =
        Network.of(
            Shape.of(10),
            Dense.random(10, 8, random),
            new Tanh(),
            Dense.random(8, 6, random),
            new Relu(),
            Dense.random(6, 2, random));
    List<float[]> samples = inputs(network, random, 50);
    LoweredNetwork lowered = Lowering.lower(network, Approximation.ofDegree(7), samples);
    double max = 0;
    double sum = 0;
    for (float[] x : samples) {
      double[] got = Folding.apply(lowered.steps(), doubles(x));
      float[] expected = network.forward(x);
      for (int j = 0; j < 2; j++) {
        max = Math.max(max, Math.abs(got[j] - expected[j]));
        sum += Math.abs(got[j] - expected[j]);
      }
    }
    assertEquals(max, lowered.maxError(), 1e-12);
    assertEquals(sum / 100, lowered.meanError(), 1e-12);
    assertTrue(max > 1e-6 && max < 0.3, "error " + max);
    LoweredNetwork finer = Lowering.lower(network, Approximation.ofDegree(15), samples);
    assertTrue(finer.meanError() < lowered.meanError());
  }

  /** Least squares of |x| / 2 + x / 2 on [-1, 1], degree 2: 3/32 + x/2 + 15/32 x^2. */
  @Test
  void leastSquares_ofRelu_isTheKnownParabola() {
    Fit fit = Fit.of(x -> Math.max(x, 0), new Range(-1, 1), Approximation.Method.LEAST_SQUARES, 2);
    for (double x : new double[] {-1, -0.3, 0, 0.5, 1}) {
      assertEquals(3.0 / 32 + x / 2 + 15.0 / 32 * x * x, fit.polynomial().at(x), 1e-6);
    }
  }

  @Test
  void fitsOfPolynomials_areExact() {
    for (var method : Approximation.Method.values()) {
      Fit fit = Fit.of(x -> 2 - x + 3 * x * x * x, new Range(-2, 5), method, 3);
      assertTrue(fit.maxError() < 1e-3, method + " " + fit.maxError());
    }
    Fit cubic =
        Fit.of(x -> 2 - x + 3 * x * x * x, new Range(-2, 5), Approximation.Method.CHEBYSHEV, 3);
    assertTrue(cubic.maxError() < 1e-11);
  }

  /** The last coefficient of an odd function must not be rounding. */
  @Test
  void oddFunction_hasAnOddDegree() {
    for (var method : Approximation.Method.values()) {
      assertEquals(7, Fit.of(Math::tanh, new Range(-3, 3), method, 8).polynomial().degree());
    }
  }

  @Test
  void wantedErrorThatNeedsTooMuch_isRefusedWithNumbers() {
    Network network = Network.of(Shape.of(2), new Flatten(), new Relu());
    Approximation tight =
        new Approximation(Approximation.Method.CHEBYSHEV, OptionalInt.empty(), 1e-6, 7, 0);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Lowering.lower(network, tight, List.of(new float[] {-4, 4})))
            .getMessage();
    assertTrue(message.contains("layer 1, Relu: polynomials up to degree 7"), message);
  }

  @Test
  void allLayersThatCannotBeLowered_areNamedWithRemedies() {
    Network network =
        Presets.paperUpper(20, 9, new Random(1)).then(Network.of(Shape.of(1), new Softmax()));
    UnsupportedLayerException e =
        assertThrows(
            UnsupportedLayerException.class,
            () -> Lowering.lower(network, ANY, List.of(new float[20])));
    assertEquals(
        List.of("3 MaxPool1D", "8 Softmax"),
        e.layers().stream().map(l -> l.index() + " " + l.layer()).toList());
    assertTrue(e.getMessage().contains("average pooling"), e.getMessage());
    assertTrue(e.getMessage().contains("after decryption"), e.getMessage());
    assertEquals(e.layers(), Lowering.unsupported(network));
  }

  @Test
  void samplesThatDoNotFit_areRefused() {
    Network network = Network.of(Shape.of(3), new Relu());
    assertThrows(IllegalArgumentException.class, () -> Lowering.lower(network, ANY, List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> Lowering.lower(network, ANY, List.of(new float[2])));
  }

  @Test
  void networkThatDoesNothing_isTheIdentity() {
    Network network = Network.of(Shape.of(1, 2), new Flatten());
    LoweredNetwork lowered = Lowering.lower(network, ANY, List.of(new float[] {3, 4}));
    assertEquals(4, lowered.steps().getFirst().apply(new double[] {3, 4})[1]);
  }

  private static List<float[]> inputs(Network network, Random random, int count) {
    List<float[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(RandomNetworks.input(network, random));
    }
    return inputs;
  }

  private static double largest(List<float[]> values) {
    double largest = 0;
    for (float[] row : values) {
      for (float v : row) {
        largest = Math.max(largest, Math.abs(v));
      }
    }
    return largest;
  }

  private static double[] doubles(float[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i];
    }
    return y;
  }
}
