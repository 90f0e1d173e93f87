package org.cryptotl.benchmarks;

import java.util.concurrent.TimeUnit;
import org.cryptotl.he.ckks.Plaintext;
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

/** Encryption of an encoded plaintext at the top level (5 primes). */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 11, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API})
@State(Scope.Thread)
public class Encrypt {

  private Owner owner;
  private Plaintext plaintext;

  /** Makes the inputs. */
  @Setup
  public void prepare(BenchmarkParams params) {
    Twin.check(params);
    owner = new Owner();
    plaintext = owner.encoder.encode(owner.values);
  }

  /** Under the secret key, seeded, with vectors. */
  @Benchmark
  public Ciphertext symmetricVector() {
    return owner.symmetric.encrypt(plaintext);
  }

  /** Under the secret key, seeded, in plain Java. */
  @Benchmark
  @Fork(jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, Twin.SCALAR})
  public Ciphertext symmetricScalar() {
    return symmetricVector();
  }

  /** Under the public key, with vectors. */
  @Benchmark
  public Ciphertext publicKeyVector() {
    return owner.publicKey.encrypt(plaintext);
  }

  /** Under the public key, in plain Java. */
  @Benchmark
  @Fork(jvmArgsAppend = {Twin.ADD_MODULES, Twin.VECTOR_API, Twin.SCALAR})
  public Ciphertext publicKeyScalar() {
    return publicKeyVector();
  }
}
