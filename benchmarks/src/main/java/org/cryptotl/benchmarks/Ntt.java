package org.cryptotl.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.arith.Primes;
import org.cryptotl.he.ring.LimbRing;
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

/** The number-theoretic transform of one limb, in place, 2^logN residues of 30 bits. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 11, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API})
@State(Scope.Thread)
public class Ntt {

  /** log2 of the degree. */
  @Param({"12", "13", "14", "15"})
  public int logN;

  private LimbRing ring;
  private int[] limb;

  /** Makes the inputs. */
  @Setup
  public void prepare(BenchmarkParams params) {
    Twin.check(params);
    int q = Primes.nttFriendly(logN, Modulus.MAX_BITS, 1, List.of()).get(0);
    ring = new LimbRing(logN, Modulus.of(q));
    limb = new SplittableRandom(1).ints(ring.degree(), 0, q).toArray();
  }

  /** Coefficients to evaluations, with vectors. */
  @Benchmark
  public int[] forwardVector() {
    ring.toNtt(limb);
    return limb;
  }

  /** Coefficients to evaluations, in plain Java. */
  @Benchmark
  @Fork(jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, Twin.SCALAR})
  public int[] forwardScalar() {
    return forwardVector();
  }

  /** Evaluations to coefficients, with vectors. */
  @Benchmark
  public int[] inverseVector() {
    ring.toCoefficients(limb);
    return limb;
  }

  /** Evaluations to coefficients, in plain Java. */
  @Benchmark
  @Fork(jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, Twin.SCALAR})
  public int[] inverseScalar() {
    return inverseVector();
  }
}
