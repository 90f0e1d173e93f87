package org.cryptotl.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.cryptotl.he.io.WireSize;
import org.cryptotl.he.plan.Folding;
import org.cryptotl.he.plan.Goal;
import org.cryptotl.he.plan.Planner;
import org.cryptotl.he.plan.Step;
import org.cryptotl.he.plan.ThroughputPlan;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The CryptoTL paper's lower network on a full batch of 8192 encrypted samples. The score is
 * samples a second. Before it measures, it prints the largest error of all outputs of the batch
 * against the plain network and the bytes that travel; afterwards, samples by second of CPU time of
 * the calling thread, which tells more than the score on a busy machine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class Throughput {

  private static final int BATCH = 8192;

  /** Threads that work on a batch. */
  @Param({"1", "2"})
  public int threads;

  private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
  private long leastNanos = Long.MAX_VALUE;
  private ExecutorService executor;
  private ThroughputPlan plan;
  private Evaluator evaluator;
  private final SecureRandom secure = new SecureRandom();
  private PublicKey publicKey;
  private List<Ciphertext> inputs;

  /** Rounds the weights, makes keys, encrypts a batch, and checks its results. */
  @Setup
  public void setUp(BenchmarkParams params) {
    Twin.check(params);
    CkksParameters parameters = CkksParameters.N8192_Q5_P2;
    SplittableRandom random = new SplittableRandom(1);
    List<Step> network = Networks.paper(random, Networks.PAPER);
    long start = System.nanoTime();
    plan = Planner.throughput(network, Goal.ofRange(0, 1), List.of(parameters)).plan();
    System.out.printf("%n%s, made in %d ms%n", plan, (System.nanoTime() - start) / 1_000_000);
    DataOwnerCodec owner = DataOwnerCodec.withFreshKey(plan.manifest(), secure);
    publicKey = owner.publicKey();
    executor = Executors.newFixedThreadPool(threads);
    evaluator = new Evaluator(parameters, owner.evaluationKeys(), Parallel.on(executor, threads));
    double[][] samples = new double[BATCH][];
    for (int s = 0; s < BATCH; s++) {
      samples[s] = random.doubles(plan.layout().inputs(), 0, 1).toArray();
    }
    inputs = owner.encrypt(samples);
    List<Ciphertext> results = plan.evaluate(evaluator, publicKey, inputs, secure);
    double[][] outputs = owner.decrypt(results, BATCH);
    double largest = 0;
    double error = 0;
    List<Step> folded = Folding.fold(network);
    for (int s = 0; s < BATCH; s++) {
      double[] expected = Folding.apply(folded, samples[s]);
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
        error = Math.max(error, Math.abs(expected[i] - outputs[s][i]));
      }
    }
    System.out.printf(
        "largest error %.2e of %d outputs of up to %.2f; request %.0f, reply %.0f bytes a sample;"
            + " keys %d bytes%n",
        error,
        BATCH * plan.layout().outputs(),
        largest,
        (double) WireSize.request(plan.manifest()) / BATCH,
        results.stream().mapToDouble(WireSize::of).sum() / BATCH,
        WireSize.of(evaluator.keys()));
  }

  /** Ends the threads and says what a batch took of CPU time. */
  @TearDown
  public void tearDown() {
    executor.shutdown();
    System.out.printf(
        "%nbest of the batches: %.0f samples by second of CPU time of the calling thread%n",
        BATCH * 1e9 / leastNanos);
  }

  /** A batch with its results re-randomised, as they leave the model owner, on vectors. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  @Fork(
      value = 1,
      jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, "-Xmx2g"})
  public List<Ciphertext> batchVector() {
    long start = cpu.getCurrentThreadCpuTime();
    List<Ciphertext> results = plan.evaluate(evaluator, publicKey, inputs, secure);
    leastNanos = Math.min(leastNanos, cpu.getCurrentThreadCpuTime() - start);
    return results;
  }
}
