package org.cryptotl.nn.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Decryptor;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.codec.LatencyCodec;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.plan.Folding;
import org.cryptotl.he.plan.Goal;
import org.cryptotl.he.plan.LatencyPlan;
import org.cryptotl.he.plan.Planner;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.SecretKey;
import org.cryptotl.nn.layer.Activation;
import org.cryptotl.nn.layer.AveragePool1D;
import org.cryptotl.nn.layer.BatchNorm;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Flatten;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Reshape;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Tanh;
import org.cryptotl.nn.layer.Window;
import org.cryptotl.nn.testing.RandomNetworks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is lowered is what the engine evaluates on ciphertexts, at 128 bits of security. */
@Tag("once")
class EncryptedLoweringTest {

  private static final CkksParameters PARAMETERS = CkksParameters.N8192_Q5_P2;

  @ParameterizedTest
  @ValueSource(strings = {"Relu", "Sigmoid", "Tanh"})
  void encryptedNetwork_isThePlainOneWithinTheStatedError(String name) {
    Random random = new Random(31);
    Activation activation =
        switch (name) {
          case "Relu" -> new Relu();
          case "Sigmoid" -> new Sigmoid();
          default -> new Tanh();
        };
    Network network =
        Network.of(
            Shape.of(24),
            new Reshape(Shape.of(1, 24)),
            Conv1D.random(1, 2, Window.same(5), random),
            BatchNorm.identity(2),
            new Flatten(),
            Dense.random(48, 20, random),
            new Dropout(0.3f),
            activation,
            new Reshape(Shape.of(2, 10)),
            AveragePool1D.valid(2, 2),
            new Flatten(),
            Dense.random(10, 6, random));
    List<float[]> samples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      samples.add(RandomNetworks.input(network, random));
    }
    LoweredNetwork lowered = Lowering.lower(network, Approximation.ofDegree(3), samples);

    float[] sample = samples.get(7);
    double[] x = doubles(sample);
    double largest = Arrays.stream(x).map(Math::abs).max().orElse(0);
    Goal goal =
        Goal.ofRange(-largest, largest)
            .withSamples(samples.stream().map(EncryptedLoweringTest::doubles).toList());
    LatencyPlan plan = Planner.latency(lowered.steps(), goal, List.of(PARAMETERS)).plan();
    double[] decrypted = evaluateEncrypted(plan, x);
    double[] plain = Folding.apply(lowered.steps(), x);
    float[] expected = network.forward(sample);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(plain[i], decrypted[i], 1e-3, name + " " + i);
      assertEquals(expected[i], decrypted[i], lowered.maxError() + 1e-3, name + " " + i);
    }
  }

  private static double[] evaluateEncrypted(LatencyPlan plan, double[] x) {
    SecureRandom secure = new SecureRandom();
    KeyGenerator generator = new KeyGenerator(PARAMETERS.rlwe(), secure);
    SecretKey secret = generator.secretKey();
    KeyNeeds needs = plan.keyNeeds();
    EvaluationKeys keys =
        generator.evaluationKeys(secret, needs.relinearizationLimbs(), needs.galoisLimbs());
    Encoder encoder = new Encoder(PARAMETERS);
    LatencyCodec codec = new LatencyCodec(plan.layout());
    Encryptor encryptor = Encryptor.symmetric(PARAMETERS, secret, secure);
    List<Ciphertext> inputs =
        codec.pack(new double[][] {x}).stream()
            .map(slots ->
                encryptor.encrypt(
                    encoder.encode(slots, plan.inputLevel(), PARAMETERS.defaultScale())))
            .toList();
    Decryptor decryptor = new Decryptor(PARAMETERS, secret);
    List<ComplexVector> results =
        plan.apply(new Evaluator(PARAMETERS, keys), inputs).stream()
            .map(result -> encoder.decode(decryptor.decrypt(result)))
            .toList();
    return codec.unpack(results, 1)[0];
  }

  private static double[] doubles(float[] sample) {
    double[] x = new double[sample.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = sample[i];
    }
    return x;
  }
}
