package org.cryptotl.he.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cryptotl.he.HeException;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Decryptor;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.codec.LatencyCodec;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.SecretKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyPlanTest {

  /** The activation of the paper. */
  private static final Polynomial CUBIC = Polynomial.powers(0.49383, 0.59259, 0.092593, -0.0061728);

  private final Random random = new Random(23);

  @ParameterizedTest
  @CsvSource({"24, 20, 18", "7, 30, 3", "60, 13, 40", "1, 1, 1", "100, 300, 200"})
  void networks_ofAllShapesAndActivations_giveThePlainOutputs(int in, int hidden, int out) {
    for (Polynomial p :
        List.of(
            CUBIC,
            Polynomial.powers(0.3, -0.5, 0.25),
            Polynomial.chebyshev(-4, 4, 0.1, 0.5, 0.2, -0.1, 0.05, 0.02))) {
      CkksParameters parameters = InsecureParameters.insecure(10, 6, 2);
      check(parameters, network(in, hidden, out, p), Goal.ofRange(0, 1).withError(1e-2));
    }
  }

  @Test
  @Tag("once")
  void networkOfThePaper_isWithinAThousandth() {
    check(CkksParameters.N8192_Q5_P2, network(768, 768, 766, CUBIC), Goal.ofRange(0, 1));
  }

  private void check(CkksParameters parameters, List<Step> network, Goal goal) {
    Planner<LatencyPlan> planner = Planner.latency(network, goal, List.of(parameters));
    System.out.println(planner.explain());
    LatencyPlan plan = planner.plan();
    double tolerance = goal.error();
    KeyNeeds needs = plan.keyNeeds();
    SecureRandom secure = new SecureRandom();
    KeyGenerator generator = new KeyGenerator(parameters.rlwe(), secure);
    SecretKey secret = generator.secretKey();
    EvaluationKeys keys =
        generator.evaluationKeys(secret, needs.relinearizationLimbs(), needs.galoisLimbs());
    assertEquals(needs.sizeBytes(parameters.rlwe()), keys.sizeBytes());
    Encoder encoder = new Encoder(parameters);
    LatencyCodec codec = new LatencyCodec(plan.layout());
    double[][] samples = new double[plan.layout().batch()][];
    for (int j = 0; j < samples.length; j++) {
      samples[j] = random.doubles(plan.layout().inputs(), goal.low(), goal.high()).toArray();
    }
    Encryptor encryptor = Encryptor.symmetric(parameters, secret, secure);
    List<Ciphertext> inputs =
        codec.pack(samples).stream()
            .map(slots ->
                encryptor.encrypt(
                    encoder.encode(slots, plan.inputLevel(), parameters.defaultScale())))
            .toList();
    List<ComplexVector> results = new ArrayList<>();
    for (Ciphertext result : plan.apply(new Evaluator(parameters, keys), inputs)) {
      assertEquals(parameters.limbs(0), result.limbs());
      results.add(encoder.decode(new Decryptor(parameters, secret).decrypt(result)));
    }
    double[][] actual = codec.unpack(results, samples.length);
    double[][] expected = new double[samples.length][];
    double largest = 0;
    for (int j = 0; j < samples.length; j++) {
      expected[j] = Folding.apply(network, samples[j]);
      for (int i = 0; i < expected[j].length; i++) {
        assertEquals(expected[j][i], actual[j][i], tolerance, "output " + i);
        largest = Math.max(largest, Math.abs(expected[j][i] - actual[j][i]));
      }
    }
    System.out.println("MEASURED " + largest);
    assertNothingButOutputs(plan.layout(), results, expected, tolerance);
  }

  /** No slot holds a partial sum or a hidden value: all are outputs or zero. */
  private static void assertNothingButOutputs(
      LatencyLayout layout, List<ComplexVector> results, double[][] expected, double tolerance) {
    for (int part = 0; part < results.size(); part++) {
      ComplexVector slots = results.get(part);
      for (int slot = 0; slot < slots.size(); slot++) {
        int i = part * layout.outputPeriod() + slot / layout.batch() % layout.outputPeriod();
        double[] outputs = expected[slot % layout.batch()];
        assertEquals(i < outputs.length ? outputs[i] : 0, slots.re()[slot], tolerance);
        assertEquals(0, slots.im()[slot], tolerance);
      }
    }
  }

  private static LatencyPlan plan(List<Step> network, CkksParameters parameters) {
    return Planner.latency(network, Goal.ofRange(0, 1).withError(1), List.of(parameters)).plan();
  }

  @Test
  void tooFewLevels_areNamed() {
    CkksParameters parameters = InsecureParameters.insecure(10, 4, 2);
    String message =
        assertThrows(
                HeException.LevelExhausted.class, () -> plan(network(5, 5, 5, CUBIC), parameters))
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
            new Activation(1, CUBIC),
            new Affine(Matrix.diagonal(0.345678), new double[] {0.456789}));
    String printed = plan(network, InsecureParameters.insecure(10, 6, 2)).toString();
    assertTrue(printed.contains("weights redacted"), printed);
    for (String weight : List.of("123456", "234567", "345678", "456789")) {
      assertFalse(printed.contains(weight), printed);
    }
  }

  private List<Step> network(int in, int hidden, int out, Polynomial p) {
    return List.of(dense(in, hidden), new Activation(hidden, p), dense(hidden, out));
  }

  private Affine dense(int inputs, int outputs) {
    double[][] rows = new double[outputs][];
    for (int i = 0; i < outputs; i++) {
      rows[i] = random.doubles(inputs, -1, 1).map(w -> w / Math.sqrt(inputs)).toArray();
    }
    return new Affine(Matrix.dense(rows), random.doubles(outputs, -0.1, 0.1).toArray());
  }
}
