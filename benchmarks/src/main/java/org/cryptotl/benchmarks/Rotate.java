package org.cryptotl.benchmarks;

import java.util.concurrent.TimeUnit;
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

/** One rotation, decomposition included. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 11, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API})
@State(Scope.Thread)
public class Rotate {

  private Evaluator evaluator;
  private Ciphertext top;
  private Ciphertext low;

  /** Makes the inputs. */
  @Setup
  public void prepare(BenchmarkParams params) {
    Twin.check(params);
    Owner owner = new Owner();
    evaluator = owner.evaluator(1);
    top = owner.encryption();
    low = evaluator.dropToLevel(top, 1);
  }

  /** At the top level (5 primes, 3 digits), with vectors. */
  @Benchmark
  public Ciphertext topVector() {
    return evaluator.rotate(top, 1);
  }

  /** At the top level (5 primes, 3 digits), in plain Java. */
  @Benchmark
  @Fork(jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, Twin.SCALAR})
  public Ciphertext topScalar() {
    return topVector();
  }

  /** At level 1 (2 primes, 1 digit), with vectors. */
  @Benchmark
  public Ciphertext level1Vector() {
    return evaluator.rotate(low, 1);
  }

  /** At level 1 (2 primes, 1 digit), in plain Java. */
  @Benchmark
  @Fork(jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, Twin.SCALAR})
  public Ciphertext level1Scalar() {
    return level1Vector();
  }
}
