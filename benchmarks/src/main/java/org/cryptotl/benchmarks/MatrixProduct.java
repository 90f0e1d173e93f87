package org.cryptotl.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.arith.Primes;
import org.cryptotl.he.ring.IntegerMatrix;
import org.cryptotl.he.ring.LimbRing;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * The integer matrix product of throughput packing: 768 x 768 weights below 2^20 in size times 768
 * limbs of 8192 residues of one prime. The score is products a second; the line {@code
 * multiplyAdds} is multiply-adds a second, 768 x 768 x 8192 for each product.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API})
@State(Scope.Thread)
public class MatrixProduct {

  private static final int SIZE = 768;
  private static final int LOG_N = 13;

  private LimbRing ring;
  private IntegerMatrix weights;
  private int[][] x;
  private int[][] out;

  /** Counts what the products consist of. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Work {

    /** Multiply-adds of residues. */
    public long multiplyAdds;
  }

  /** Makes the inputs. */
  @Setup
  public void prepare(BenchmarkParams params) {
    Twin.check(params);
    int q = Primes.nttFriendly(LOG_N, Modulus.MAX_BITS, 1, List.of()).get(0);
    ring = new LimbRing(LOG_N, Modulus.of(q));
    SplittableRandom random = new SplittableRandom(1);
    int bound = IntegerMatrix.BOUND;
    int[][] signed = new int[SIZE][];
    x = new int[SIZE][];
    for (int k = 0; k < SIZE; k++) {
      signed[k] = random.ints(SIZE, 1 - bound, bound).toArray();
      x[k] = random.ints(ring.degree(), 0, q).toArray();
    }
    weights = new IntegerMatrix(signed);
    out = new int[SIZE][ring.degree()];
  }

  /** One product, with vectors. */
  @Benchmark
  public int[][] productVector(Work work) {
    ring.matrixProduct(weights, x, out);
    work.multiplyAdds += (long) SIZE * SIZE * ring.degree();
    return out;
  }

  /** One product, in plain Java. */
  @Benchmark
  @Fork(jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, Twin.SCALAR})
  public int[][] productScalar(Work work) {
    return productVector(work);
  }
}
