package org.cryptotl.he.plan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.manifest.Precision;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulated bound of the error is above what is measured, and not far above: at most a hundred
 * times. Both are of the same network, and the measured error is the largest of many outputs.
 */
@ExtendWith(Replay.class)
@Tag("once")
class SimulationTest {

  private static final double LOOSEST = 100;

  /** One in a thousand evaluations exceeds the expected error, one in billions so far. */
  private static final double RARELY = 1.25;

  private static final int MEASURED_OUTPUTS = 200;

  /** A network with parameters. */
  record Case(
      String name,
      Polynomial activation,
      int batch,
      CkksParameters parameters,
      List<Integer> sizes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    CkksParameters six = InsecureParameters.insecure(10, 6, 2);
    CkksParameters twelve = InsecureParameters.insecure(10, 12, 3);
    CkksParameters digits = InsecureParameters.insecure(11, 6, 1);
    CkksParameters precise = InsecureParameters.insecure(10, 12, 3, 2, 60);
    for (Polynomial p : List.of(Networks.CUBIC, Networks.SQUARE, Networks.QUINTIC)) {
      String degree = "degree " + p.degree() + ", ";
      cases.add(new Case(degree + "small", p, 1, six, List.of(24, 20, 18)));
      cases.add(new Case(degree + "narrowing", p, 1, six, List.of(200, 30, 3)));
      cases.add(new Case(degree + "widening", p, 1, digits, List.of(5, 60, 150)));
      cases.add(new Case(degree + "batches of 2", p, 2, six, List.of(24, 20, 18)));
      cases.add(new Case(degree + "batches of 4", p, 4, six, List.of(30, 40, 10)));
      cases.add(new Case(degree + "batches of 8", p, 8, six, List.of(9, 7, 5)));
      cases.add(new Case(degree + "several parts", p, 1, six, List.of(600, 700, 520)));
      cases.add(new Case(degree + "two primes a level", p, 1, precise, List.of(24, 20, 18)));
      cases.add(new Case(degree + "two activations", p, 1, twelve, List.of(24, 20, 18, 9)));
      cases.add(new Case(degree + "no activation", p, 1, six, List.of(40, 20)));
    }
    cases.add(new Case("three squares", Networks.SQUARE, 2, twelve, List.of(24, 20, 18, 9, 12)));
    cases.add(new Case("three cubics", Networks.CUBIC, 1, twelve, List.of(24, 20, 18, 9, 12)));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void latencyBound_isAboveTheMeasuredErrorAndNotFarAbove(Case each, Random random) {
    List<Step> network =
        Networks.dense(
            random, each.activation(), each.sizes().stream().mapToInt(Integer::intValue).toArray());
    Goal goal = Goal.ofRange(0, 1).withError(0.1).withBatch(each.batch());
    LatencyPlanner planner = new LatencyPlanner(network, goal, List.of(each.parameters()));
    check(planner.plan(), planner.best().simulation().errorBound(), network, random);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void throughputBound_isAboveTheMeasuredErrorAndNotFarAbove(Case each, Random random) {
    List<Step> network =
        Networks.dense(
            random, each.activation(), each.sizes().stream().mapToInt(Integer::intValue).toArray());
    Goal goal = Goal.ofRange(0, 1).withError(0.1);
    ThroughputPlanner planner = new ThroughputPlanner(network, goal, List.of(each.parameters()));
    check(planner.plan(), planner.best().simulation().errorBound(), network, random);
  }

  private static void check(Plan plan, double bound, List<Step> network, Random random) {
    Parties parties = new Parties(network, plan);
    int batch = Math.min(plan.manifest().layout().capacity(), 64);
    int inputs = network.getFirst().inputs();
    int outputs = network.getLast().outputs();
    double largest = 0;
    for (int done = 0; done < MEASURED_OUTPUTS; done += batch * outputs) {
      double[][] samples = Networks.samples(random, batch, inputs, 0, 1);
      largest = Math.max(largest, parties.largestError(samples));
    }
    Precision precision = plan.manifest().precision();
    assertTrue(precision.errorBound() >= bound);
    assertTrue(
        largest <= bound, "got an error of %.2e, expected at most %.2e".formatted(largest, bound));
    assertTrue(
        largest <= RARELY * precision.expectedError(),
        "got an error of %.2e, expected %.2e".formatted(largest, precision.expectedError()));
    assertTrue(
        bound <= LOOSEST * largest,
        "got a bound of %.2e, expected at most %.0f times the measured %.2e"
            .formatted(bound, LOOSEST, largest));
  }

  @Test
  void latencyBound_ofThePapersNetwork(Random random) {
    List<Step> network = Networks.dense(random, Networks.CUBIC, 768, 768, 766);
    Goal goal = Goal.ofRange(0, 1);
    LatencyPlanner planner = new LatencyPlanner(network, goal, List.of(CkksParameters.N8192_Q5_P2));
    check(planner.plan(), planner.best().simulation().errorBound(), network, random);
  }
}
