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

/** The product of two ciphertexts at the top level (5 primes), relinearised, not rescaled. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 11, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API})
@State(Scope.Thread)
public class MultiplyRelinearize {

  private Evaluator evaluator;
  private Ciphertext left;
  private Ciphertext right;

  /** Makes the inputs. */
  @Setup
  public void prepare(BenchmarkParams params) {
    Twin.check(params);
    Owner owner = new Owner();
    evaluator = owner.evaluator(0);
    left = owner.encryption();
    right = owner.encryption();
  }

  /** Product and relinearisation, with vectors. */
  @Benchmark
  public Ciphertext multiplyVector() {
    return evaluator.multiplyRelinearize(left, right);
  }

  /** Product and relinearisation, in plain Java. */
  @Benchmark
  @Fork(jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, Twin.SCALAR})
  public Ciphertext multiplyScalar() {
    return multiplyVector();
  }
}
