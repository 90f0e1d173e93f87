package org.cryptotl.he.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.manifest.Layout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.PublicKey;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.SecretKey;
import org.cryptotl.he.rlwe.SecretKeyAccess;
import org.cryptotl.he.rlwe.SwitchingKey;

/**
 * Writes objects in the wire format. {@link WireSize} says how many bytes that makes. Streams are
 * neither flushed nor closed; they get a few large blocks, so that they need no buffer.
 *
 * <p>Everything but the secret key is meant for others' eyes.
 */
public final class WireWriter {

  private WireWriter() {}

  /** Writes parameters in full. */
  public static void write(CkksParameters parameters, OutputStream out) throws IOException {
    WireOutput wire = new WireOutput(out, (int) WireSize.of(parameters));
    put(parameters, wire);
    wire.send();
  }

  private static void put(CkksParameters parameters, WireOutput wire) {
    RlweParameters rlwe = parameters.rlwe();
    wire.header(Kind.PARAMETERS, rlwe)
        .dimension(rlwe.logN())
        .dimension(rlwe.dataLimbs())
        .dimension(rlwe.specialLimbs())
        .dimension(parameters.primesPerLevel())
        .scale(parameters.defaultScale());
    for (LimbRing ring : rlwe.key(rlwe.dataLimbs()).limbs()) {
      wire.dimension(ring.q());
    }
  }

  /** Writes a manifest, with its parameters in full. */
  public static void write(Manifest manifest, OutputStream out) throws IOException {
    Layout layout = manifest.layout();
    WireOutput wire = new WireOutput(out, (int) WireSize.of(manifest));
    wire.header(Kind.MANIFEST, manifest.parameters().rlwe());
    put(manifest.parameters(), wire);
    wire.dimension(Wire.mode(layout))
        .dimension(layout.inputs())
        .dimension(layout.outputs())
        .dimension(layout.level())
        .scale(layout.scale());
    if (layout instanceof LatencyLayout latency) {
      wire.dimension(latency.batch())
          .dimension(latency.cycle())
          .dimension(latency.stride())
          .dimension(latency.copyOffset())
          .dimension(latency.outputPeriod());
    }
    wire.number(manifest.range().low())
        .number(manifest.range().high())
        .dimension(manifest.floodingBits())
        .number(manifest.precision().expectedError())
        .number(manifest.precision().errorBound())
        .number(manifest.millis())
        .dimension(manifest.keys().relinearizationLimbs())
        .dimension(manifest.keys().galoisLimbs().size());
    manifest
        .keys()
        .galoisLimbs()
        .forEach((element, limbs) -> wire.dimension(element).dimension(limbs));
    wire.send();
  }

  /**
   * Writes a ciphertext: c_0 and the seed where there is one for c_1, all polynomials otherwise.
   */
  public static void write(Ciphertext ciphertext, OutputStream out) throws IOException {
    boolean seeded = WireSize.isSeeded(ciphertext);
    int stored = seeded ? 1 : ciphertext.polys().size();
    WireOutput wire = WireOutput.of(out, ciphertext.parameters());
    wire.header(Kind.CIPHERTEXT, ciphertext.parameters())
        .dimension(ciphertext.limbs())
        .dimension(stored)
        .scale(ciphertext.scale());
    if (seeded) {
      wire.seed(ciphertext.seed().orElseThrow());
    }
    for (NttPoly poly : ciphertext.polys().subList(0, stored)) {
      wire.polynomial(poly);
    }
  }

  /** Writes a public key. */
  public static void write(PublicKey key, OutputStream out) throws IOException {
    WireOutput.of(out, key.parameters())
        .header(Kind.PUBLIC_KEY, key.parameters())
        .seed(key.seed())
        .polynomial(key.b());
  }

  /** Writes a switching key, for instance for relinearisation. */
  public static void write(SwitchingKey key, OutputStream out) throws IOException {
    put(key, WireOutput.of(out, key.parameters()));
  }

  /** Writes a Galois key. */
  public static void write(GaloisKey key, OutputStream out) throws IOException {
    put(key, WireOutput.of(out, key.key().parameters()));
  }

  /**
   * Writes a bundle.
   *
   * @param parameters of all keys
   */
  public static void write(EvaluationKeys keys, RlweParameters parameters, OutputStream out)
      throws IOException {
    EvaluationKeyWriter writer = new EvaluationKeyWriter(parameters, out);
    Map<Integer, GaloisKey> ascending = new TreeMap<>(keys.galois());
    writer.begin(keys.relinearization().isPresent(), ascending.size());
    if (keys.relinearization().isPresent()) {
      writer.relinearizationKey(keys.relinearization().get());
    }
    for (GaloisKey key : ascending.values()) {
      writer.galoisKey(key);
    }
    writer.finish();
  }

  /**
   * Writes a secret key, unprotected: what the stream leads to must be as secret as the key.
   *
   * @param access says that the caller handles secrets
   */
  public static void write(SecretKey key, SecretKeyAccess access, OutputStream out)
      throws IOException {
    int[] residues =
        key.use(
            key.parameters(),
            access,
            s -> {
              int[] limb = s.limb(0).clone();
              s.basis().limb(0).toCoefficients(limb);
              return limb;
            });
    try {
      WireOutput wire = WireOutput.of(out, key.parameters());
      wire.header(Kind.SECRET_KEY, key.parameters()).ternary(residues);
    } finally {
      Arrays.fill(residues, 0);
    }
  }

  static void put(SwitchingKey key, WireOutput wire) throws IOException {
    wire.header(Kind.SWITCHING_KEY, key.parameters());
    putDigits(key, wire);
  }

  static void put(GaloisKey key, WireOutput wire) throws IOException {
    wire.header(Kind.GALOIS_KEY, key.key().parameters())
        .dimension(key.automorphism().galoisElement());
    putDigits(key.key(), wire);
  }

  private static void putDigits(SwitchingKey key, WireOutput wire) throws IOException {
    wire.dimension(key.limbs()).seed(key.seed());
    for (int t = 0; t < key.parameters().digits(key.limbs()); t++) {
      wire.polynomial(key.b(t));
    }
  }

  /** The bytes of parameters. */
  public static byte[] toBytes(CkksParameters parameters) {
    return collect(WireSize.of(parameters), out -> write(parameters, out));
  }

  /** The bytes of a manifest. */
  public static byte[] toBytes(Manifest manifest) {
    return collect(WireSize.of(manifest), out -> write(manifest, out));
  }

  /** The bytes of a ciphertext. */
  public static byte[] toBytes(Ciphertext ciphertext) {
    return collect(WireSize.of(ciphertext), out -> write(ciphertext, out));
  }

  /** The bytes of a public key. */
  public static byte[] toBytes(PublicKey key) {
    return collect(WireSize.publicKey(key.parameters()), out -> write(key, out));
  }

  /** The bytes of a switching key. */
  public static byte[] toBytes(SwitchingKey key) {
    return collect(WireSize.of(key), out -> write(key, out));
  }

  /** The bytes of a Galois key. */
  public static byte[] toBytes(GaloisKey key) {
    return collect(WireSize.of(key), out -> write(key, out));
  }

  /** The bytes of a bundle below 2 GiB; larger ones must be streamed. */
  public static byte[] toBytes(EvaluationKeys keys, RlweParameters parameters) {
    return collect(WireSize.of(keys), out -> write(keys, parameters, out));
  }

  /** The bytes of a secret key, which are the caller's to wipe. */
  public static byte[] toBytes(SecretKey key, SecretKeyAccess access) {
    return collect(WireSize.secretKey(key.parameters()), out -> write(key, access, out));
  }

  /** Something that writes. */
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** An array of exactly the right size, so that no copy of a secret stays in an outgrown one. */
  private static byte[] collect(long size, Writing writing) {
    Exact out = new Exact(Math.toIntExact(size));
    try {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.bytes();
  }

  /** Gives its array away when it is full, instead of a copy. */
  private static final class Exact extends ByteArrayOutputStream {
    Exact(int size) {
      super(size);
    }

    byte[] bytes() {
      if (count != buf.length) {
        throw new IllegalStateException(
            "wire size: wrote %d bytes, expected %d".formatted(count, buf.length));
      }
      return buf;
    }
  }
}
