package org.cryptotl.he.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
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
      check(parameters, network(in, hidden, out, p), 2, 2e-3);
    }
  }

  @Test
  @Tag("once")
  void networkOfThePaper_isWithinAThousandth() {
    check(CkksParameters.N8192_Q5_P2, network(768, 768, 766, CUBIC), 3, 1e-3);
  }

  private void check(
      CkksParameters parameters, List<Step> network, double outputBound, double tolerance) {
    LatencyPlan plan = new LatencyPlan(network, parameters, outputBound);
    KeyNeeds needs = plan.keyNeeds();
    SecureRandom secure = new SecureRandom();
    KeyGenerator generator = new KeyGenerator(parameters.rlwe(), secure);
    SecretKey secret = generator.secretKey();
    EvaluationKeys keys =
        generator.evaluationKeys(secret, needs.relinearizationLimbs(), needs.galoisLimbs());
    assertEquals(needs.sizeBytes(parameters.rlwe()), keys.sizeBytes());
    Encoder encoder = new Encoder(parameters);
    LatencyCodec codec = new LatencyCodec(plan.layout());
    double[] x = random.doubles(plan.layout().inputs(), 0, 1).toArray();
    Ciphertext input =
        Encryptor.symmetric(parameters, secret, secure).encrypt(encoder.encode(codec.pack(x)));
    Ciphertext result = plan.apply(new Evaluator(parameters, keys), input);
    assertEquals(parameters.limbs(0), result.limbs());
    ComplexVector slots = encoder.decode(new Decryptor(parameters, secret).decrypt(result));
    double[] expected = Folding.apply(network, x);
    double[] actual = codec.unpack(slots);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance, "output " + i);
    }
    assertNothingButOutputs(plan.layout(), slots, expected, tolerance);
  }

  /** No slot holds a partial sum or a hidden value: all are outputs or zero. */
  private static void assertNothingButOutputs(
      LatencyLayout layout, ComplexVector slots, double[] expected, double tolerance) {
    for (int slot = 0; slot < slots.size(); slot++) {
      int i = slot % layout.stride();
      assertEquals(i < expected.length ? expected[i] : 0, slots.re()[slot], tolerance);
      assertEquals(0, slots.im()[slot], tolerance);
    }
  }

  @Test
  void tooFewLevels_areNamed() {
    CkksParameters parameters = InsecureParameters.insecure(10, 4, 2);
    String message =
        assertThrows(
                HeException.LevelExhausted.class,
                () -> new LatencyPlan(network(5, 5, 5, CUBIC), parameters, 2))
            .getMessage();
    assertEquals("plan: the network needs 4 levels, the parameters have 3", message);
  }

  @Test
  void networksThatDoNotFit_areRefused() {
    CkksParameters parameters = InsecureParameters.insecure(10, 6, 2);
    assertThrows(
        IllegalArgumentException.class,
        () -> new LatencyPlan(network(400, 500, 10, CUBIC), parameters, 2));
    List<Step> two =
        List.of(dense(4, 4), new Activation(4, CUBIC), dense(4, 4), new Activation(4, CUBIC));
    String message =
        assertThrows(IllegalArgumentException.class, () -> new LatencyPlan(two, parameters, 2))
            .getMessage();
    assertEquals("plan: got 2 activations of degree 2 or more, expected 1", message);
    LatencyCodec codec = new LatencyCodec(LatencyLayout.of(512, 5, 5, 5));
    assertThrows(IllegalArgumentException.class, () -> codec.pack(new double[4]));
    assertThrows(
        IllegalArgumentException.class, () -> new LatencyLayout(512, 100, 100, 100, 128, 1));
  }

  @Test
  void weights_areNotPrinted() {
    List<Step> network =
        List.of(
            new Affine(Matrix.diagonal(0.123456), new double[] {0.234567}),
            new Activation(1, CUBIC),
            new Affine(Matrix.diagonal(0.345678), new double[] {0.456789}));
    String printed = new LatencyPlan(network, InsecureParameters.insecure(10, 6, 2), 2).toString();
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
