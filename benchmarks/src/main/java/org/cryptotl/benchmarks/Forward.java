package org.cryptotl.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.cryptotl.he.io.WireSize;
import org.cryptotl.he.plan.Folding;
import org.cryptotl.he.plan.Goal;
import org.cryptotl.he.plan.LatencyPlan;
import org.cryptotl.he.plan.Planner;
import org.cryptotl.he.plan.Step;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Forward passes of {@link Networks} on one encrypted sample, as the planner plans them. Before it
 * measures, it prints the plan, the largest error of all outputs for 100 inputs, and the bytes that
 * travel and that an evaluation allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 11, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Forward {

  private static final int INPUTS = 100;

  /** Which network: the paper's, its precise plan, one of half its width, and two others. */
  @Param({"paper", "precise", "half", "image", "table"})
  public String network = "paper";

  private final SplittableRandom random = new SplittableRandom(1);
  private LatencyPlan plan;
  private Evaluator evaluator;
  private final SecureRandom secure = new SecureRandom();
  private PublicKey publicKey;
  private List<Ciphertext> input;

  /** Encodes the network, makes keys, encrypts samples, and checks the results. */
  @Setup
  public void setUp(BenchmarkParams params) {
    Twin.check(params);
    List<Step> steps =
        switch (network) {
          case "paper", "precise" -> Networks.paper(random, Networks.PAPER);
          case "half" -> Networks.paper(random, Networks.PAPER / 2);
          case "image" -> Networks.image(random);
          case "table" -> Networks.table(random);
          default -> throw new IllegalArgumentException("network: got " + network);
        };
    Goal goal = Goal.ofRange(0, 1).withError(error());
    long start = System.nanoTime();
    Planner<LatencyPlan> planner = Planner.latency(steps, goal);
    plan = planner.plan();
    long encoded = System.nanoTime();
    String taken = planner.explain().lines().filter(line -> line.endsWith("taken")).findAny().get();
    System.out.printf(
        "%n%s: %s%nplanned and encoded in %d ms%n%s%n",
        network, plan, (encoded - start) / 1_000_000, taken);
    evaluate(steps);
  }

  /** The error that is asked for; what is measured is a half to a third of it. */
  private double error() {
    return switch (network) {
      case "precise" -> 1e-8;
      case "image", "table" -> 5e-3;
      default -> 1e-3;
    };
  }

  private void evaluate(List<Step> steps) {
    DataOwnerCodec owner = DataOwnerCodec.withFreshKey(plan.manifest(), secure);
    evaluator = new Evaluator(plan.parameters(), owner.evaluationKeys());
    publicKey = owner.publicKey();
    List<Ciphertext> results = List.of();
    double largest = 0;
    double error = 0;
    for (int n = 0; n < INPUTS; n++) {
      double[] x = random.doubles(plan.layout().inputs(), 0, 1).toArray();
      input = owner.encrypt(new double[][] {x});
      results = plan.evaluate(evaluator, publicKey, input, secure);
      double[] actual = owner.decrypt(results, 1)[0];
      double[] expected = Folding.apply(steps, x);
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
        error = Math.max(error, Math.abs(expected[i] - actual[i]));
      }
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    results = plan.apply(evaluator, input);
    System.out.printf(
        "largest error of %d inputs %.2e, outputs up to %.2f; request %d, reply %d bytes;"
            + " keys %d bytes on the wire, %d in memory; an evaluation allocates %d bytes%n",
        INPUTS,
        error,
        largest,
        WireSize.request(plan.manifest()),
        results.stream().mapToLong(WireSize::of).sum(),
        WireSize.of(evaluator.keys()),
        evaluator.keys().sizeBytes(),
        threads.getCurrentThreadAllocatedBytes() - before);
  }

  /** One sample, on vectors. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, "-Xmx4g"})
  public List<Ciphertext> latencyVector() {
    return plan.apply(evaluator, input);
  }

  /** One sample with its result re-randomised, as it leaves the model owner. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, "-Xmx4g"})
  public List<Ciphertext> rerandomisedVector() {
    return plan.evaluate(evaluator, publicKey, input, secure);
  }
}
