package org.cryptotl.he.io;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ckks.Plaintext;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.manifest.Precision;
import org.cryptotl.he.manifest.ThroughputLayout;
import org.cryptotl.he.manifest.ValueRange;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.PublicKey;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.rlwe.SecretKey;
import org.cryptotl.he.rlwe.SecretKeyAccess;
import org.cryptotl.he.rlwe.SwitchingKey;

/** An object of each kind and shape, as a function of parameters and a seed. */
final class WireSamples {

  /** An object's bytes, and how they are read and written back. */
  static final class Sample {
    private final String name;
    private final byte[] bytes;
    private final List<Integer> dimensions;
    private final Function<byte[], byte[]> rewrite;

    Sample(String name, byte[] bytes, List<Integer> dimensions, Function<byte[], byte[]> rewrite) {
      this.name = name;
      this.bytes = bytes;
      this.dimensions = dimensions;
      this.rewrite = rewrite;
    }

    byte[] bytes() {
      return bytes;
    }

    /** The same with the first bytes alone. */
    Sample first(int length) {
      return new Sample(name, Arrays.copyOf(bytes, length), dimensions, rewrite);
    }

    /** Offsets of 32-bit fields. */
    List<Integer> dimensions() {
      return dimensions;
    }

    /** Reads bytes and writes what was read. */
    Function<byte[], byte[]> rewrite() {
      return rewrite;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final SecretKeyAccess ACCESS = SecretKeyAccess.granted();

  final CkksParameters parameters;
  final RlweParameters rlwe;
  final WireReader reader;
  final SecretKey secretKey;
  final PublicKey publicKey;
  final SwitchingKey relinearizationKey;
  final GaloisKey galoisKey;
  final EvaluationKeys evaluationKeys;
  final Ciphertext seeded;
  final Ciphertext seededLow;
  final Ciphertext full;
  final Ciphertext product;

  WireSamples(CkksParameters parameters, long seed) {
    this.parameters = parameters;
    rlwe = parameters.rlwe();
    reader = new WireReader(rlwe);
    SecureRandom random = random(seed);
    KeyGenerator keys = new KeyGenerator(rlwe, random);
    int limbs = rlwe.dataLimbs();
    int logN = rlwe.logN();
    secretKey = keys.secretKey();
    publicKey = keys.publicKey(secretKey);
    relinearizationKey = keys.relinearizationKey(secretKey, limbs);
    galoisKey = keys.galoisKey(secretKey, Automorphism.rotation(logN, 1), limbs);
    evaluationKeys =
        EvaluationKeys.of(
            Optional.of(keys.relinearizationKey(secretKey, 1)),
            List.of(
                keys.galoisKey(secretKey, Automorphism.conjugation(logN), 1),
                keys.galoisKey(secretKey, Automorphism.rotation(logN, 2), 1)));

    Scale scale = Scale.powerOfTwo(20).multiply(Scale.of(3)).divide(Scale.of(7));
    Plaintext plaintext =
        new Encoder(parameters)
            .encode(ComplexVector.real(0.5, -0.25, 0.125), parameters.maxLevel(), scale);
    seeded = Encryptor.symmetric(parameters, secretKey, random).encrypt(plaintext);
    seededLow = new Evaluator(parameters, EvaluationKeys.NONE).dropToLevel(seeded, 0);
    full = Encryptor.publicKey(parameters, publicKey, random).encryptZero(limbs, scale);
    product = new Evaluator(parameters, EvaluationKeys.NONE).multiply(seeded, seeded);
  }

  /** A generator that gives the same bytes for the same seed: for tests alone. */
  static SecureRandom random(long seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All of them. */
  List<Sample> all() {
    List<Sample> samples = new ArrayList<>();
    for (Ciphertext each : List.of(seeded, seededLow, full, product)) {
      String name = each.seed().isPresent() ? "seeded " + each : each.toString();
      samples.add(
          new Sample(
              name,
              WireWriter.toBytes(each),
              List.of(40, 44),
              bytes -> WireWriter.toBytes(reader.ciphertext(bytes))));
    }
    samples.add(
        new Sample(
            "public key",
            WireWriter.toBytes(publicKey),
            List.of(),
            bytes -> WireWriter.toBytes(reader.publicKey(bytes))));
    samples.add(
        new Sample(
            "relinearisation key",
            WireWriter.toBytes(relinearizationKey),
            List.of(40),
            bytes -> WireWriter.toBytes(reader.switchingKey(bytes))));
    samples.add(
        new Sample(
            "Galois key",
            WireWriter.toBytes(galoisKey),
            List.of(40, 44),
            bytes -> WireWriter.toBytes(reader.galoisKey(bytes))));
    for (EvaluationKeys each : List.of(evaluationKeys, EvaluationKeys.NONE)) {
      samples.add(
          new Sample(
              each.toString(),
              WireWriter.toBytes(each, rlwe),
              List.of(40, 44),
              bytes -> WireWriter.toBytes(reader.evaluationKeys(bytes), rlwe)));
    }
    samples.add(
        new Sample(
            "secret key",
            WireWriter.toBytes(secretKey, ACCESS),
            List.of(),
            bytes -> WireWriter.toBytes(reader.secretKey(bytes, ACCESS), ACCESS)));
    return samples;
  }

  /** The smallest parameters that can be read: 4096 coefficients, 3 primes of 20 and 30 bits. */
  private static CkksParameters smallest() {
    return CkksParameters.builder(12).levels(2).specialPrimes(1).primeBits(20).build();
  }

  static Sample parametersSample() {
    CkksParameters parameters = smallest();
    return new Sample(
        "parameters",
        WireWriter.toBytes(parameters),
        List.of(40, 44, 48, 52, 72, 76, 80),
        bytes -> WireWriter.toBytes(WireReader.parameters(bytes, 16)));
  }

  /** A manifest of latency mode: inputs of 5 in two blocks, batches of 2, three Galois keys. */
  static Manifest latencyManifest() {
    CkksParameters parameters = smallest();
    return new Manifest(
        parameters,
        new LatencyLayout(2048, 2, 5, 5, 512, 2, 3, 512, 1, parameters.defaultScale()),
        new ValueRange(-1, 0.5),
        new KeyNeeds(2, new TreeMap<>(Map.of(5, 2, 25, 1, 8191, 1))),
        7,
        new Precision(2e-4, 1e-3),
        1.5);
  }

  /** A manifest of throughput mode, without any keys. */
  static Manifest throughputManifest() {
    CkksParameters parameters = smallest();
    return new Manifest(
        parameters,
        new ThroughputLayout(2048, 70, 30, 1, Scale.powerOfTwo(18).divide(Scale.of(3))),
        new ValueRange(0, 1),
        new KeyNeeds(0, new TreeMap<>()),
        0,
        new Precision(5e-5, 5e-5),
        0);
  }

  /** A manifest of each mode. */
  static List<Sample> manifestSamples() {
    int end = 40 + WireWriter.toBytes(smallest()).length;
    List<Integer> common = List.of(80, 84, 88, 92, end, end + 4, end + 8, end + 12);
    List<Integer> latency = new ArrayList<>(common);
    for (int field = 32; field < 52; field += Integer.BYTES) {
      latency.add(end + field);
    }
    latency.addAll(List.of(end + 68, end + 96, end + 100, end + 104, end + 108));
    return List.of(
        sample("manifest of latency mode", latencyManifest(), latency),
        sample("manifest of throughput mode", throughputManifest(), common));
  }

  private static Sample sample(String name, Manifest manifest, List<Integer> dimensions) {
    return new Sample(
        name,
        WireWriter.toBytes(manifest),
        dimensions,
        bytes -> WireWriter.toBytes(WireReader.manifest(bytes, 16)));
  }
}
