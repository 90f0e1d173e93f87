package org.cryptotl.he.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Replay.class)
@Tag("once")
class FoldedTest {

  private static final CkksParameters PARAMETERS = InsecureParameters.insecure(10, 6, 2);

  private static final List<Polynomial> POLYNOMIALS =
      List.of(
          Networks.CUBIC,
          Networks.SQUARE,
          Networks.QUINTIC,
          Polynomial.powers(0, 0, 1e-4),
          Polynomial.powers(0.1, 1e-5, 0, 1),
          Polynomial.powers(0, 0, 0, -3),
          Polynomial.powers(1, -1, 0.5, 0.2, 0.1));

  @Test
  void activations_getArgumentsOfUnitSizeAndTheNetworkStaysTheSame(Random random) {
    for (Polynomial p : POLYNOMIALS) {
      List<Step> network = Networks.dense(random, p, 12, 10, 8);
      Folded folded = Folded.of(network, Goal.ofRange(-10, 10));
      assertEquals(3, folded.steps().size());
      double argument = folded.ranges().argument(1);
      assertTrue(argument <= (p.basis() == Polynomial.Basis.POWERS ? 1 + 1e-9 : 10), p::toString);
      for (double[] x : Networks.samples(random, 5, 12, -10, 10)) {
        double[] expected = Folding.apply(network, x);
        double size = 1;
        for (double each : expected) {
          size = Math.max(size, Math.abs(each));
        }
        assertArrayEquals(expected, Folding.apply(folded.steps(), x), 1e-12 * size);
      }
    }
  }

  /** Slopes that all but vanish cost no precision: errors stay a part of what the outputs are. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 1e-6, 1e-3, 1, -1e-6})
  void cubicsOfSmallSlope_areAsPreciseAsOthers(double slope, Random random) {
    List<Step> network = Networks.dense(random, Polynomial.powers(0, slope, 0, 1), 24, 20, 18);
    Goal goal = Goal.ofRange(-2, 2).withError(0.05);
    for (Plan plan :
        List.of(
            Planner.latency(network, goal, List.of(PARAMETERS)).plan(),
            Planner.throughput(network, goal, List.of(PARAMETERS)).plan())) {
      double error =
          new Parties(network, plan).largestError(Networks.samples(random, 1, 24, -2, 2));
      assertTrue(error <= plan.manifest().precision().errorBound(), "got " + error);
      assertTrue(plan.manifest().precision().expectedError() <= 0.05);
    }
  }

  /** Outside of the interval that it was made for, an approximation grows beyond every modulus. */
  @Test
  void valuesThatNoModulusHolds_areRefused(Random random) {
    List<Step> network =
        List.of(
            Networks.layer(random, 24, 20),
            new Activation(20, Networks.QUINTIC),
            Affine.uniform(20, 1e-20, 0),
            Networks.layer(random, 20, 18));
    Goal goal = Goal.ofRange(-1e4, 1e4).withError(1e9);
    for (Planner<?> planner :
        List.of(
            Planner.latency(network, goal, List.of(PARAMETERS)),
            Planner.throughput(network, goal, List.of(PARAMETERS)))) {
      String message = assertThrows(IllegalArgumentException.class, planner::plan).getMessage();
      assertTrue(message.contains("no modulus has room for the values"), message);
    }
  }
}
