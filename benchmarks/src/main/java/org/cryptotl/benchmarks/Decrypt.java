package org.cryptotl.benchmarks;

import java.util.concurrent.TimeUnit;
import org.cryptotl.he.ckks.ComplexVector;
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

/** Decryption and decoding of a result: two primes (level 1), 4096 complex slots. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 11, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API})
@State(Scope.Thread)
public class Decrypt {

  private Owner owner;
  private Ciphertext ciphertext;

  /** Makes the inputs. */
  @Setup
  public void prepare(BenchmarkParams params) {
    Twin.check(params);
    owner = new Owner();
    ciphertext = owner.evaluator(0).dropToLevel(owner.encryption(), 1);
  }

  /** Ciphertext to values, with vectors. */
  @Benchmark
  public ComplexVector decryptVector() {
    return owner.encoder.decode(owner.decryptor.decrypt(ciphertext));
  }

  /** Ciphertext to values, in plain Java. */
  @Benchmark
  @Fork(jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, Twin.SCALAR})
  public ComplexVector decryptScalar() {
    return decryptVector();
  }
}
