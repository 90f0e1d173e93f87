package org.cryptotl.he.io;

import static org.cryptotl.he.io.WireSize.DIMENSION;
import static org.cryptotl.he.io.WireSize.HEADER;
import static org.cryptotl.he.io.WireSize.SCALE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.Seed;
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

/**
 * Reads objects of known parameters in the wire format. The bytes may come from anybody: dimensions
 * are checked before memory is taken for them, residues against their primes, and the input must
 * end where the object ends. What comes out is well-formed; that it was made honestly no reader can
 * tell.
 *
 * <p>Every method throws {@link HeException.ParameterMismatch} if the object is of other
 * parameters, {@link HeException.MalformedInput} for anything else that is wrong with the bytes,
 * also if they end early, and {@link IOException} if the stream itself fails. Streams need no
 * buffer and are not closed. Thread-safe.
 */
public final class WireReader {

  private final RlweParameters parameters;

  /** Reads objects of these parameters. */
  public WireReader(RlweParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * Reads parameters and rebuilds them by the checking factories: sets of less than 128 bits of
   * security cannot be read.
   *
   * @param maxLogN log2 of the largest ring that the caller is ready to compute with: the tables of
   *     a ring take about 16 N bytes a prime, whoever sends it
   */
  public static CkksParameters parameters(InputStream in, int maxLogN) throws IOException {
    return ParameterReader.read(in, maxLogN);
  }

  /** As {@link #parameters(InputStream, int)}. */
  public static CkksParameters parameters(byte[] bytes, int maxLogN) {
    return fromBytes(bytes, in -> parameters(in, maxLogN));
  }

  /**
   * Reads a manifest with its parameters, which are rebuilt as by {@link #parameters(InputStream,
   * int)}.
   *
   * @param maxLogN as there
   */
  public static Manifest manifest(InputStream in, int maxLogN) throws IOException {
    return ManifestReader.read(in, maxLogN);
  }

  /** As {@link #manifest(InputStream, int)}. */
  public static Manifest manifest(byte[] bytes, int maxLogN) {
    return fromBytes(bytes, in -> manifest(in, maxLogN));
  }

  /** Reads a ciphertext; a c_1 that travelled as its seed is expanded. */
  public Ciphertext ciphertext(InputStream in) throws IOException {
    WireInput wire = WireInput.of(in, parameters);
    wire.begin(Kind.CIPHERTEXT, HEADER + 2 * DIMENSION + SCALE, parameters);
    int limbs = wire.dimension("limbs", 1, parameters.dataLimbs());
    int stored = wire.dimension("polynomials", 1, 3);
    Scale scale = wire.scale();
    wire.announce(
        stored == 1
            ? WireSize.seededCiphertext(parameters, limbs)
            : WireSize.fullCiphertext(parameters, limbs, stored));
    Optional<Seed> seed = Optional.empty();
    if (stored == 1) {
      wire.block(Seed.BYTES);
      seed = Optional.of(wire.seed());
    }
    RnsBasis basis = parameters.data(limbs);
    List<NttPoly> polys = new ArrayList<>();
    for (int i = 0; i < stored; i++) {
      polys.add(wire.polynomial(basis));
    }
    wire.end(Kind.CIPHERTEXT);
    return seed.map(s -> Ciphertext.seeded(parameters, limbs, scale, s, c1 -> polys.get(0)))
        .orElseGet(() -> Ciphertext.of(parameters, polys, scale));
  }

  /** As {@link #ciphertext(InputStream)}. */
  public Ciphertext ciphertext(byte[] bytes) {
    return fromBytes(bytes, this::ciphertext);
  }

  /** Reads a public key. */
  public PublicKey publicKey(InputStream in) throws IOException {
    WireInput wire = WireInput.of(in, parameters);
    wire.begin(Kind.PUBLIC_KEY, HEADER, parameters);
    wire.announce(WireSize.publicKey(parameters));
    wire.block(Seed.BYTES);
    Seed seed = wire.seed();
    NttPoly b = wire.polynomial(parameters.data(parameters.dataLimbs()));
    wire.end(Kind.PUBLIC_KEY);
    return new PublicKey(parameters, seed, b);
  }

  /** As {@link #publicKey(InputStream)}. */
  public PublicKey publicKey(byte[] bytes) {
    return fromBytes(bytes, this::publicKey);
  }

  /** Reads a switching key, for instance for relinearisation. */
  public SwitchingKey switchingKey(InputStream in) throws IOException {
    WireInput wire = WireInput.of(in, parameters);
    SwitchingKey key = EvaluationKeyReader.switchingKey(wire, parameters);
    wire.end(Kind.SWITCHING_KEY);
    return key;
  }

  /** As {@link #switchingKey(InputStream)}. */
  public SwitchingKey switchingKey(byte[] bytes) {
    return fromBytes(bytes, this::switchingKey);
  }

  /** Reads a Galois key. */
  public GaloisKey galoisKey(InputStream in) throws IOException {
    WireInput wire = WireInput.of(in, parameters);
    GaloisKey key = EvaluationKeyReader.galoisKey(wire, parameters, 1);
    wire.end(Kind.GALOIS_KEY);
    return key;
  }

  /** As {@link #galoisKey(InputStream)}. */
  public GaloisKey galoisKey(byte[] bytes) {
    return fromBytes(bytes, this::galoisKey);
  }

  /**
   * Reads a bundle key by key. No more than one key is in memory unless the consumer keeps them.
   *
   * @param consumer gets each key once it is checked; what it throws ends the reading
   */
  public void evaluationKeys(InputStream in, EvaluationKeyConsumer consumer) throws IOException {
    WireInput wire = WireInput.of(in, parameters);
    EvaluationKeyReader.bundle(wire, parameters, consumer);
    wire.end(Kind.EVALUATION_KEYS);
  }

  /** Reads a bundle into memory; the stream's length bounds how much that takes. */
  public EvaluationKeys evaluationKeys(InputStream in) throws IOException {
    List<SwitchingKey> relinearization = new ArrayList<>();
    List<GaloisKey> galois = new ArrayList<>();
    evaluationKeys(
        in,
        new EvaluationKeyConsumer() {
          @Override
          public void relinearizationKey(SwitchingKey key) {
            relinearization.add(key);
          }

          @Override
          public void galoisKey(GaloisKey key) {
            galois.add(key);
          }
        });
    return EvaluationKeys.of(relinearization.stream().findFirst(), galois);
  }

  /** As {@link #evaluationKeys(InputStream)}. */
  public EvaluationKeys evaluationKeys(byte[] bytes) {
    return fromBytes(bytes, this::evaluationKeys);
  }

  /**
   * Reads a secret key. Nothing tells whether a bit of it has changed: keep it where that cannot
   * be.
   *
   * @param access says that the caller handles secrets
   */
  public SecretKey secretKey(InputStream in, SecretKeyAccess access) throws IOException {
    Objects.requireNonNull(access, "secret key: got no access token");
    WireInput wire = WireInput.of(in, parameters);
    wire.begin(Kind.SECRET_KEY, HEADER, parameters);
    wire.announce(WireSize.secretKey(parameters));
    int[] coefficients = wire.ternary(parameters.degree());
    try {
      wire.end(Kind.SECRET_KEY);
      return KeyGenerator.fromCoefficients(parameters, coefficients);
    } finally {
      Arrays.fill(coefficients, 0);
    }
  }

  /** As {@link #secretKey(InputStream, SecretKeyAccess)}; the bytes are the caller's to wipe. */
  public SecretKey secretKey(byte[] bytes, SecretKeyAccess access) {
    return fromBytes(bytes, in -> secretKey(in, access));
  }

  /** Something that reads. */
  private interface Reading<T> {
    T from(InputStream in) throws IOException;
  }

  private static <T> T fromBytes(byte[] bytes, Reading<T> reading) {
    try {
      return reading.from(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }
}
