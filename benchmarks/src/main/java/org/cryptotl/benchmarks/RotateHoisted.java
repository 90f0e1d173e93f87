package org.cryptotl.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.rlwe.Ciphertext;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Sixteen rotations of one ciphertext at the top level from one decomposition; the time is that of
 * all.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 11, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API})
@State(Scope.Thread)
public class RotateHoisted {

  private static final int ROTATIONS = 16;

  private Evaluator evaluator;
  private Ciphertext ciphertext;
  private List<Integer> steps;

  /** Makes the inputs. */
  @Setup
  public void prepare(BenchmarkParams params) {
    Twin.check(params);
    Owner owner = new Owner();
    evaluator = owner.evaluator(ROTATIONS);
    ciphertext = owner.encryption();
    steps = IntStream.rangeClosed(1, ROTATIONS).boxed().toList();
  }

  /** Rotations by 1, 2, ..., 16, with vectors. */
  @Benchmark
  public List<Ciphertext> rotateVector() {
    return evaluator.rotateHoisted(ciphertext, steps);
  }

  /** Rotations by 1, 2, ..., 16, in plain Java. */
  @Benchmark
  @Fork(jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, Twin.SCALAR})
  public List<Ciphertext> rotateScalar() {
    return rotateVector();
  }
}
