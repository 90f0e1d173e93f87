package org.cryptotl.benchmarks;

import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.codec.LatencyCodec;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.plan.Goal;
import org.cryptotl.he.plan.LatencyPlan;
import org.cryptotl.he.plan.Planner;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.SecretKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The forward pass of the CryptoTL paper's lower network on one encrypted sample: convolution,
 * dense 768, cubic, average pooling, dense 766; random weights of realistic size.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 11, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Forward {

  private final SplittableRandom random = new SplittableRandom(1);
  private LatencyPlan plan;
  private Evaluator evaluator;
  private Ciphertext input;

  /** Encodes the network, makes keys, and encrypts a sample. */
  @Setup
  public void setUp() {
    long start = System.nanoTime();
    Planner<LatencyPlan> planner =
        Planner.latency(
            PaperNetwork.random(random),
            Goal.ofRange(0, 1),
            List.of(CkksParameters.N8192_Q5_P2, CkksParameters.N8192_Q6_P1));
    System.out.println(planner.explain());
    plan = planner.plan();
    CkksParameters parameters = plan.parameters();
    long encoded = System.nanoTime();
    KeyNeeds needs = plan.keyNeeds();
    SecureRandom secure = new SecureRandom();
    KeyGenerator generator = new KeyGenerator(parameters.rlwe(), secure);
    SecretKey secret = generator.secretKey();
    evaluator =
        new Evaluator(
            parameters,
            generator.evaluationKeys(secret, needs.relinearizationLimbs(), needs.galoisLimbs()));
    double[] x = random.doubles(PaperNetwork.INPUTS, 0, 1).toArray();
    input =
        Encryptor.symmetric(parameters, secret, secure)
            .encrypt(
                new Encoder(parameters)
                    .encode(new LatencyCodec(plan.layout()).pack(new double[][] {x}).get(0)));
    System.out.printf(
        "%n%s%nencoded in %d ms; %s%n", plan, (encoded - start) / 1_000_000, evaluator.keys());
  }

  /** One sample, on vectors. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API})
  public Ciphertext latencyVector() {
    return plan.apply(evaluator, List.of(input)).get(0);
  }
}
