package org.cryptotl.he.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cryptotl.he.HeException;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Replay.class)
class LatencyPlanTest {

  private static final double TOLERANCE = 1e-2;

  @ParameterizedTest
  @CsvSource({"24, 20, 18", "7, 30, 3", "60, 13, 40", "1, 1, 1", "100, 300, 200"})
  void networks_ofAllShapesAndActivations_giveThePlainOutputs(
      int in, int hidden, int out, Random random) {
    CkksParameters parameters = InsecureParameters.insecure(10, 6, 2);
    for (Polynomial p : List.of(Networks.CUBIC, Networks.SQUARE, Networks.QUINTIC)) {
      check(parameters, Networks.dense(random, p, in, hidden, out), 1, random);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void batches_giveThePlainOutputsOfEverySample(int batch, Random random) {
    CkksParameters parameters = InsecureParameters.insecure(10, 6, 2);
    for (Polynomial p : List.of(Networks.CUBIC, Networks.SQUARE)) {
      check(parameters, Networks.dense(random, p, 24, 20, 18), batch, random);
    }
    check(parameters, Networks.dense(random, Networks.CUBIC, 70, 90, 65), batch, random);
  }

  @Test
  void severalActivations_giveThePlainOutputs(Random random) {
    CkksParameters parameters = InsecureParameters.insecure(10, 12, 3);
    check(parameters, Networks.dense(random, Networks.CUBIC, 24, 20, 18, 9), 1, random);
    check(parameters, Networks.dense(random, Networks.SQUARE, 24, 20, 18, 9, 12), 2, random);
    check(parameters, Networks.dense(random, Networks.QUINTIC, 8, 7, 6, 5), 1, random);
  }

  /** N = 512: inputs, hidden vectors and outputs of several ciphertexts each. */
  @ParameterizedTest
  @CsvSource({"600, 700, 520", "300, 20, 300", "20, 600, 5"})
  void vectorsLargerThanACiphertext_areCutIntoParts(int in, int hidden, int out, Random random) {
    CkksParameters parameters = InsecureParameters.insecure(9, 6, 2);
    List<Step> network = Networks.dense(random, Networks.SQUARE, in, hidden, out);
    LatencyLayout layout = check(parameters, network, 1, random);
    assertEquals((in + 255) / 256, layout.inputParts());
    assertEquals((out + 255) / 256, layout.outputParts());
    check(parameters, network, 4, random);
  }

  /** Few outputs of a wide vector are computed in shares and summed up. */
  @Test
  void wideInputsWithFewOutputs_giveThePlainOutputs(Random random) {
    CkksParameters parameters = InsecureParameters.insecure(10, 6, 2);
    check(parameters, Networks.dense(random, Networks.CUBIC, 480, 400, 3), 1, random);
    check(parameters, Networks.dense(random, Networks.CUBIC, 500, 2), 1, random);
    check(parameters, Networks.dense(random, Networks.SQUARE, 120, 100, 2), 4, random);
  }

  /** Not only the one that is taken: each within the bound of its simulation. */
  @Test
  @Tag("once")
  void everyCandidate_givesThePlainOutputs(Random random) {
    CkksParameters parameters = InsecureParameters.insecure(10, 6, 2);
    everyCandidate(parameters, Networks.dense(random, Networks.CUBIC, 24, 20, 18), random);
    everyCandidate(parameters, Networks.dense(random, Networks.SQUARE, 60, 70, 5), random);
    everyCandidate(InsecureParameters.insecure(9, 6, 2), convolution(random, 18, 2), random);
  }

  private static void everyCandidate(CkksParameters parameters, List<Step> network, Random random) {
    Goal goal = Goal.ofRange(0, 1).withError(TOLERANCE);
    LatencyPlanner planner = new LatencyPlanner(network, goal, List.of(parameters));
    double[][] samples = Networks.samples(random, 1, network.getFirst().inputs(), 0, 1);
    for (LatencyPlanner.Candidate each : planner.candidates()) {
      double error = new Parties(network, planner.plan(each)).largestError(samples);
      double bound = each.simulation().errorBound();
      assertTrue(
          error <= bound, () -> "%s: got %.2e, bound %.2e".formatted(each.name(), error, bound));
    }
  }

  /** Filters of a convolution, whose few diagonals lie far apart. */
  @Test
  void convolutions_giveThePlainOutputs(Random random) {
    check(InsecureParameters.insecure(10, 6, 2), convolution(random, 12, 3), 1, random);
    check(InsecureParameters.insecure(9, 6, 2), convolution(random, 18, 2), 1, random);
  }

  private static List<Step> convolution(Random random, int size, int filters) {
    int places = size - 2;
    double[][] convolution = new double[filters * places * places][size * size];
    for (int row = 0; row < convolution.length; row++) {
      int p = row % (places * places);
      for (int k = 0; k < 9; k++) {
        convolution[row][(p / places + k / 3) * size + p % places + k % 3] =
            random.nextDouble(-0.3, 0.3);
      }
    }
    return List.of(
        new Affine(Matrix.dense(convolution), new double[convolution.length]),
        new Activation(convolution.length, Networks.SQUARE),
        Networks.layer(random, convolution.length, 10));
  }

  @Test
  @Tag("once")
  void networkOfThePaper_isWithinAThousandth(Random random) {
    List<Step> network = Networks.dense(random, Networks.CUBIC, 768, 768, 766);
    Goal goal = Goal.ofRange(0, 1);
    Parties parties =
        new Parties(
            network, Planner.latency(network, goal, List.of(CkksParameters.N8192_Q5_P2)).plan());
    double error = parties.largestError(Networks.samples(random, 1, 768, 0, 1));
    assertTrue(error <= 1e-3, "got an error of %.2e, expected at most 1e-3".formatted(error));
  }

  /** All outputs, of a full batch and of one that has room left, and nothing but outputs. */
  private static LatencyLayout check(
      CkksParameters parameters, List<Step> network, int batch, Random random) {
    Goal goal = Goal.ofRange(0, 1).withError(TOLERANCE).withBatch(batch);
    LatencyPlan plan = Planner.latency(network, goal, List.of(parameters)).plan();
    Parties parties = new Parties(network, plan);
    for (int count : IntStream.of(batch, Math.max(1, batch - 1)).distinct().toArray()) {
      double[][] samples = Networks.samples(random, count, network.getFirst().inputs(), 0, 1);
      List<Ciphertext> results = parties.evaluate(parties.dataOwner.encrypt(samples));
      double[][] expected = parties.plain(samples);
      double[][] actual = parties.dataOwner.decrypt(results, count);
      for (int j = 0; j < count; j++) {
        for (int i = 0; i < expected[j].length; i++) {
          assertEquals(expected[j][i], actual[j][i], TOLERANCE, "sample " + j + ", output " + i);
        }
      }
      assertNothingButOutputs(parties, samples, results);
    }
    assertResultsStay(parties, random);
    return plan.layout();
  }

  /**
   * No slot holds a partial sum or a hidden value: all are outputs or zero. Places without a sample
   * hold the outputs of an input of zeros.
   */
  private static void assertNothingButOutputs(
      Parties parties, double[][] samples, List<Ciphertext> results) {
    LatencyLayout layout = (LatencyLayout) parties.plan.manifest().layout();
    double[][] all = new double[layout.batch()][layout.inputs()];
    System.arraycopy(samples, 0, all, 0, samples.length);
    double[][] expected = parties.plain(all);
    double noise = parties.plan.manifest().precision().errorBound();
    for (int part = 0; part < results.size(); part++) {
      assertEquals(parties.plan.parameters().limbs(0), results.get(part).limbs());
      ComplexVector slots = parties.slots(results.get(part));
      for (int slot = 0; slot < slots.size(); slot++) {
        int i = part * layout.outputPeriod() + slot / layout.batch() % layout.outputPeriod();
        double[] outputs = expected[slot % layout.batch()];
        assertEquals(i < outputs.length ? outputs[i] : 0, slots.re()[slot], noise);
        assertEquals(0, slots.im()[slot], noise);
      }
    }
  }

  /** Work memory is used again, but never that of inputs and results. */
  private static void assertResultsStay(Parties parties, Random random) {
    int inputs = parties.network.getFirst().inputs();
    List<Ciphertext> x = parties.dataOwner.encrypt(Networks.samples(random, 1, inputs, 0, 1));
    List<Ciphertext> y = parties.dataOwner.encrypt(Networks.samples(random, 1, inputs, 0, 1));
    List<Ciphertext> first = parties.plan.apply(parties.evaluator, x);
    List<byte[]> before = first.stream().map(WireWriter::toBytes).toList();
    parties.plan.apply(parties.evaluator, y);
    List<Ciphertext> again = parties.plan.apply(parties.evaluator, x);
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i), WireWriter.toBytes(first.get(i)));
      assertArrayEquals(before.get(i), WireWriter.toBytes(again.get(i)));
    }
  }

  private static LatencyPlan plan(List<Step> network, CkksParameters parameters) {
    return Planner.latency(network, Goal.ofRange(0, 1).withError(1), List.of(parameters)).plan();
  }

  @Test
  void tooFewLevels_areNamed(Random random) {
    List<Step> network = Networks.dense(random, Networks.CUBIC, 5, 5, 5);
    CkksParameters parameters = InsecureParameters.insecure(10, 4, 2);
    String message =
        assertThrows(HeException.LevelExhausted.class, () -> plan(network, parameters))
            .getMessage();
    assertEquals(
        "plan: step 2 of the folded network (affine 5 -> 5) needs 1 level(s), 0 are left; the"
            + " network needs 4, the parameters have 3: 1 too few",
        message);
  }

  @Test
  void weights_areNotPrinted() {
    List<Step> network =
        List.of(
            new Affine(Matrix.diagonal(0.123456), new double[] {0.234567}),
            new Activation(1, Networks.CUBIC),
            new Affine(Matrix.diagonal(0.345678), new double[] {0.456789}));
    String printed = plan(network, InsecureParameters.insecure(10, 6, 2)).toString();
    assertTrue(printed.contains("weights redacted"), printed);
    for (String weight : List.of("123456", "234567", "345678", "456789")) {
      assertFalse(printed.contains(weight), printed);
    }
  }
}
