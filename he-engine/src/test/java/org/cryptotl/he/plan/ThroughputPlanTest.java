package org.cryptotl.he.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cryptotl.he.HeException;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.codec.ThroughputCodec;
import org.cryptotl.he.manifest.ThroughputLayout;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Replay.class)
class ThroughputPlanTest {

  private static final double TOLERANCE = 2e-4;

  /** A plan with the two parties. */
  private static final class Owner {
    final ThroughputPlan plan;
    final List<Step> network;
    final Parties parties;

    Owner(List<Step> network, CkksParameters parameters) {
      this.network = network;
      plan = ThroughputPlanTest.plan(network, parameters);
      parties = new Parties(network, plan);
    }

    /** Every place of a result: those of samples, and those without one. */
    void check(double[][] samples) {
      List<Ciphertext> results = parties.evaluate(parties.dataOwner.encrypt(samples));
      results.forEach(each -> assertEquals(0, parties.evaluator.level(each)));
      double[][] actual = parties.dataOwner.decrypt(results, plan.layout().capacity());
      double[] zero = new double[plan.layout().inputs()];
      for (int s = 0; s < actual.length; s++) {
        double[] expected = Folding.apply(network, s < samples.length ? samples[s] : zero);
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], actual[s][i], TOLERANCE, "sample " + s + ", output " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"24, 20, 18, 1024", "7, 30, 3, 1", "1, 1, 1, 1023", "60, 5, 40, 100"})
  void oneActivation_givesThePlainOutputsOfEverySample(
      int in, int hidden, int out, int samples, Random random) {
    for (Polynomial p :
        List.of(
            Networks.CUBIC, Networks.SQUARE, Networks.QUINTIC, Polynomial.powers(0, 0, 0, 0.5))) {
      new Owner(Networks.dense(random, p, in, hidden, out), InsecureParameters.insecure(10, 6, 2))
          .check(Networks.samples(random, samples, in, 0, 1));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "2, 8"})
  void twoActivations_giveThePlainOutputs(int primesPerLevel, int levels, Random random) {
    CkksParameters parameters =
        InsecureParameters.insecure(
            10, levels * primesPerLevel, 3, primesPerLevel, primesPerLevel == 1 ? 30 : 50);
    for (Polynomial p : List.of(Networks.CUBIC, Networks.SQUARE, Networks.QUINTIC)) {
      List<Step> network = new ArrayList<>(Networks.dense(random, p, 9, 13, 11));
      network.add(new Activation(11, Networks.SQUARE));
      network.add(Networks.layer(random, 11, 4));
      new Owner(network, parameters).check(Networks.samples(random, 50, 9, 0, 1));
    }
  }

  @Test
  void noActivation_needsNoKeys(Random random) {
    CkksParameters parameters = InsecureParameters.insecure(10, 3, 1);
    Owner owner =
        new Owner(List.of(Networks.layer(random, 5, 3), Networks.layer(random, 3, 8)), parameters);
    assertEquals(0, owner.plan.keyNeeds().sizeBytes(parameters.rlwe()));
    assertEquals(1, owner.plan.layout().level());
    owner.check(Networks.samples(random, 10, 5, 0, 1));
  }

  /**
   * Rows that touch different columns, one that touches none, and more columns than one product.
   */
  @Test
  void sparseMatrices_areMultipliedByTheirColumns(Random random) {
    int inputs = 4200;
    int rows = 70;
    double[][] wide = new double[rows][inputs];
    for (int i = 1; i < rows; i++) {
      for (int k = 0; k < inputs; k += i == 1 ? 1 : 400) {
        wide[i][(k + 7 * i) % inputs] = random.nextDouble(-0.05, 0.05);
      }
    }
    Affine first = new Affine(Matrix.dense(wide), random.doubles(rows, -0.1, 0.1).toArray());
    List<Step> network =
        List.of(first, new Activation(rows, Networks.SQUARE), Networks.layer(random, rows, 2));
    new Owner(network, InsecureParameters.insecure(6, 4, 2))
        .check(Networks.samples(random, 33, inputs, 0, 1));
  }

  /** The filters of a convolution: rows that lie far apart use the same columns. */
  @Test
  void convolutions_giveTheirResultsInOrder(Random random) {
    int size = 8;
    int places = size - 2;
    double[][] convolution = new double[4 * places * places][size * size];
    for (int f = 0; f < 4; f++) {
      double[] filter = random.doubles(9, -0.3, 0.3).toArray();
      for (int p = 0; p < places * places; p++) {
        for (int k = 0; k < 9; k++) {
          int at = (p / places + k / 3) * size + p % places + k % 3;
          convolution[f * places * places + p][at] = filter[k];
        }
      }
    }
    double[] bias = random.doubles(convolution.length, -0.1, 0.1).toArray();
    Affine map = new Affine(Matrix.dense(convolution), bias);
    CkksParameters parameters = InsecureParameters.insecure(8, 4, 2);
    new Owner(List.of(map), parameters).check(Networks.samples(random, 40, size * size, 0, 1));
    List<Step> network =
        List.of(
            map,
            new Activation(bias.length, Networks.SQUARE),
            Networks.layer(random, bias.length, 3));
    new Owner(network, parameters).check(Networks.samples(random, 40, size * size, 0, 1));
  }

  @Test
  @Tag("once")
  void results_doNotDependOnThreads(Random random) {
    Owner owner =
        new Owner(
            Networks.dense(random, Networks.CUBIC, 12, 30, 9),
            InsecureParameters.insecure(9, 5, 2));
    List<Ciphertext> inputs =
        owner.parties.dataOwner.encrypt(Networks.samples(random, 100, 12, 0, 1));
    List<Ciphertext> expected = owner.plan.apply(owner.parties.evaluator, inputs);
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      Evaluator parallel =
          new Evaluator(
              owner.plan.parameters(), owner.parties.evaluator.keys(), Parallel.on(executor, 3));
      Map<Integer, Ciphertext> actual = new HashMap<>();
      owner.plan.apply(parallel, inputs, (result, i) -> assertNull(actual.put(i, result)));
      assertEquals(expected.size(), actual.size());
      for (int i = 0; i < expected.size(); i++) {
        assertTrue(expected.get(i).poly(0).sameAs(actual.get(i).poly(0)));
        assertTrue(expected.get(i).poly(1).sameAs(actual.get(i).poly(1)));
      }
    }
  }

  @Test
  void tooFewLevels_nameTheStepAndWhatIsMissing(Random random) {
    List<Step> network = new ArrayList<>(Networks.dense(random, Networks.CUBIC, 5, 6, 7));
    network.add(new Activation(7, Networks.QUINTIC));
    network.add(Networks.layer(random, 7, 2));
    String message =
        assertThrows(
                HeException.LevelExhausted.class,
                () -> plan(network, InsecureParameters.insecure(8, 6, 2)))
            .getMessage();
    assertEquals(
        "plan: step 3 of the folded network (activation of degree 5) needs 3 level(s), 1 are left;"
            + " the network needs 8, the parameters have 5: 3 too few",
        message);
    plan(network, InsecureParameters.insecure(8, 9, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 513})
  void batchesThatDoNotFit_areRefused(int samples) {
    ThroughputCodec codec = new ThroughputCodec(new ThroughputLayout(256, 3, 2, 1, Scale.of(1e9)));
    List<ComplexVector> outputs =
        List.of(ComplexVector.real(new double[256]), ComplexVector.real(new double[256]));
    assertEquals(
        "batch: got %d samples, expected 1 to 512".formatted(samples),
        assertThrows(IllegalArgumentException.class, () -> codec.pack(new double[samples][3]))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> codec.unpack(outputs, samples));
  }

  @Test
  void samplesAndResultsOfTheWrongShape_areRefused() {
    ThroughputCodec codec = new ThroughputCodec(new ThroughputLayout(256, 3, 2, 1, Scale.of(1e9)));
    assertEquals(
        "sample 1: got 4 entries, expected 3",
        assertThrows(
                IllegalArgumentException.class,
                () -> codec.pack(new double[][] {new double[3], new double[4]}))
            .getMessage());
    List<ComplexVector> one = List.of(ComplexVector.real(new double[256]));
    assertThrows(IllegalArgumentException.class, () -> codec.unpack(one, 5));
    List<ComplexVector> shorter = List.of(one.get(0), ComplexVector.real(new double[255]));
    assertThrows(IllegalArgumentException.class, () -> codec.unpack(shorter, 5));
    for (int[] each : new int[][] {{3, 1, 1, 1}, {4, 0, 1, 1}, {4, 1, 0, 1}, {4, 1, 1, 0}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new ThroughputLayout(each[0], each[1], each[2], each[3], Scale.of(1e9)));
    }
  }

  @Test
  void weights_areNotPrinted() {
    List<Step> network =
        List.of(
            new Affine(Matrix.diagonal(0.123456), new double[] {0.234567}),
            new Activation(1, Networks.CUBIC),
            new Affine(Matrix.diagonal(0.345678), new double[] {0.456789}));
    String printed = plan(network, InsecureParameters.insecure(8, 5, 2)).toString();
    assertTrue(printed.contains("weights redacted"), printed);
    for (String weight : List.of("123456", "234567", "345678", "456789")) {
      assertFalse(printed.contains(weight), printed);
    }
  }

  @Test
  @Tag("once")
  void networkOfThePaper_isExactEnoughWithTwoKeysOfFourLimbs(Random random) {
    CkksParameters parameters = CkksParameters.N8192_Q5_P2;
    Owner owner = new Owner(Networks.dense(random, Networks.CUBIC, 768, 768, 766), parameters);
    ThroughputPlan plan = owner.plan;
    assertEquals(8192, plan.layout().capacity());
    assertEquals(4, plan.layout().level());
    int conjugation = parameters.rlwe().conjugationElement();
    assertEquals(4, plan.keyNeeds().relinearizationLimbs());
    assertEquals(Map.of(conjugation, 4), plan.keyNeeds().galoisLimbs());
    double error = owner.parties.largestError(Networks.samples(random, 100, 768, 0, 1));
    assertTrue(error <= 1e-3, "got an error of %.2e, expected at most 1e-3".formatted(error));
  }

  private static ThroughputPlan plan(List<Step> network, CkksParameters parameters) {
    Goal goal = Goal.ofRange(0, 1).withError(1);
    return Planner.throughput(network, goal, List.of(parameters)).plan();
  }
}
