package org.cryptotl.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.Scale;
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
 * Bytes of objects with N = 8192, to and from memory. The full ciphertext (10 limbs, 307 kB) costs
 * packing alone; the others travel as a seed and a half, which reading expands: the seeded
 * ciphertext (5 limbs, 154 kB) and a Galois key (21 limbs, 645 kB), of which bundles are made.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 11, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@State(Scope.Thread)
public class WireFormat {

  private final OutputStream sink = OutputStream.nullOutputStream();
  private WireReader reader;
  private Ciphertext full;
  private Ciphertext seeded;
  private GaloisKey galoisKey;
  private byte[] fullBytes;
  private byte[] seededBytes;
  private byte[] galoisKeyBytes;

  /** Makes the objects. */
  @Setup
  public void prepare() {
    CkksParameters parameters = CkksParameters.N8192_Q5_P2;
    SecureRandom random = new SecureRandom();
    KeyGenerator keys = new KeyGenerator(parameters.rlwe(), random);
    SecretKey secret = keys.secretKey();
    Scale scale = parameters.defaultScale();
    reader = new WireReader(parameters.rlwe());
    seeded = Encryptor.symmetric(parameters, secret, random).encryptZero(5, scale);
    full = Ciphertext.of(parameters.rlwe(), seeded.polys(), scale);
    galoisKey = keys.galoisKey(secret, Automorphism.rotation(parameters.logN(), 1), 5);
    fullBytes = WireWriter.toBytes(full);
    seededBytes = WireWriter.toBytes(seeded);
    galoisKeyBytes = WireWriter.toBytes(galoisKey);
  }

  /** Writes both polynomials. */
  @Benchmark
  public void writeFullCiphertext() throws IOException {
    WireWriter.write(full, sink);
  }

  /** Reads both polynomials. */
  @Benchmark
  public Ciphertext readFullCiphertext() throws IOException {
    return reader.ciphertext(new ByteArrayInputStream(fullBytes));
  }

  /** Writes c_0 and the seed. */
  @Benchmark
  public void writeSeededCiphertext() throws IOException {
    WireWriter.write(seeded, sink);
  }

  /** Reads c_0 and expands c_1. */
  @Benchmark
  public Ciphertext readSeededCiphertext() throws IOException {
    return reader.ciphertext(new ByteArrayInputStream(seededBytes));
  }

  /** Writes three digits and the seed. */
  @Benchmark
  public void writeGaloisKey() throws IOException {
    WireWriter.write(galoisKey, sink);
  }

  /** Reads three digits and expands the other half. */
  @Benchmark
  public GaloisKey readGaloisKey() throws IOException {
    return reader.galoisKey(new ByteArrayInputStream(galoisKeyBytes));
  }
}
