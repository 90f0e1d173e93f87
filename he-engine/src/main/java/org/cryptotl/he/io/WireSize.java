package org.cryptotl.he.io;

import java.util.Collection;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.manifest.Layout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.manifest.ThroughputLayout;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.SwitchingKey;

/**
 * Exact numbers of bytes of objects on the wire. They follow from the parameters and the dimensions
 * alone, so that they can be announced before there is an object.
 */
public final class WireSize {

  static final int FINGERPRINT = 32;
  static final int HEADER = 8 + FINGERPRINT;
  static final int DIMENSION = Integer.BYTES;
  static final int SCALE = 2 * Double.BYTES;

  /** Mode, inputs, outputs, level, scale. */
  static final int MANIFEST_LAYOUT = 4 * DIMENSION + SCALE;

  /** Batch, cycle, stride, offset of copies, period of outputs. */
  static final int LATENCY_LAYOUT = 5 * DIMENSION;

  /** Range, flooding, errors, milliseconds, limbs of the relinearisation key, Galois keys. */
  static final int MANIFEST_FIGURES = 3 * DIMENSION + 5 * Double.BYTES;

  private WireSize() {}

  /** Bytes of parameters. */
  public static long of(CkksParameters parameters) {
    int primes = parameters.rlwe().dataLimbs() + parameters.rlwe().specialLimbs();
    return HEADER + 4 * DIMENSION + SCALE + (long) DIMENSION * primes;
  }

  /** Bytes of a manifest. */
  public static long of(Manifest manifest) {
    int layout =
        switch (manifest.layout()) {
          case LatencyLayout latency -> LATENCY_LAYOUT;
          case ThroughputLayout throughput -> 0;
        };
    return HEADER
        + of(manifest.parameters())
        + MANIFEST_LAYOUT
        + layout
        + MANIFEST_FIGURES
        + 2L * DIMENSION * manifest.keys().galoisLimbs().size();
  }

  /** Bytes of the evaluation keys that a manifest asks for. */
  public static long evaluationKeys(Manifest manifest) {
    KeyNeeds needs = manifest.keys();
    return evaluationKeys(
        manifest.parameters().rlwe(), needs.relinearizationLimbs(), needs.galoisLimbs().values());
  }

  /** Bytes of all ciphertexts of one request, which holds up to {@code capacity} samples. */
  public static long request(Manifest manifest) {
    CkksParameters parameters = manifest.parameters();
    Layout layout = manifest.layout();
    return layout.inputParts()
        * seededCiphertext(parameters.rlwe(), parameters.limbs(layout.level()));
  }

  /** Bytes of all ciphertexts of one reply. */
  public static long reply(Manifest manifest) {
    CkksParameters parameters = manifest.parameters();
    return manifest.layout().outputParts()
        * fullCiphertext(parameters.rlwe(), parameters.limbs(0), 2);
  }

  /** Bytes of a ciphertext: if it carries its seed and has two polynomials, one of them travels. */
  public static long of(Ciphertext ciphertext) {
    return isSeeded(ciphertext)
        ? seededCiphertext(ciphertext.parameters(), ciphertext.limbs())
        : fullCiphertext(ciphertext.parameters(), ciphertext.limbs(), ciphertext.polys().size());
  }

  /** Bytes of a fresh symmetric ciphertext: c_0 and the seed of c_1. */
  public static long seededCiphertext(RlweParameters parameters, int limbs) {
    return fullCiphertext(parameters, limbs, 1) + Seed.BYTES;
  }

  /** Bytes of a ciphertext of so many explicit polynomials. */
  public static long fullCiphertext(RlweParameters parameters, int limbs, int polynomials) {
    return HEADER + 2 * DIMENSION + SCALE + polynomials * polynomial(parameters.data(limbs));
  }

  /** Bytes of a public key. */
  public static long publicKey(RlweParameters parameters) {
    return HEADER + Seed.BYTES + polynomial(parameters.data(parameters.dataLimbs()));
  }

  /** Bytes of a switching key. */
  public static long of(SwitchingKey key) {
    return switchingKey(key.parameters(), key.limbs());
  }

  /** Bytes of a switching key, for instance for relinearisation, of so many data primes. */
  public static long switchingKey(RlweParameters parameters, int limbs) {
    return HEADER
        + DIMENSION
        + Seed.BYTES
        + parameters.digits(limbs) * polynomial(parameters.key(limbs));
  }

  /** Bytes of a Galois key. */
  public static long of(GaloisKey key) {
    return galoisKey(key.key().parameters(), key.key().limbs());
  }

  /** Bytes of a Galois key of so many data primes. */
  public static long galoisKey(RlweParameters parameters, int limbs) {
    return DIMENSION + switchingKey(parameters, limbs);
  }

  /** Bytes of evaluation keys. */
  public static long of(EvaluationKeys keys) {
    long sum = HEADER + 2 * DIMENSION;
    sum += keys.relinearization().map(WireSize::of).orElse(0L);
    for (GaloisKey key : keys.galois().values()) {
      sum += of(key);
    }
    return sum;
  }

  /**
   * Bytes of evaluation keys that are still to be made.
   *
   * @param relinearizationLimbs data primes of the relinearisation key, 0 for none
   * @param galoisLimbs data primes of each Galois key
   */
  public static long evaluationKeys(
      RlweParameters parameters, int relinearizationLimbs, Collection<Integer> galoisLimbs) {
    long sum = HEADER + 2 * DIMENSION;
    sum += relinearizationLimbs == 0 ? 0 : switchingKey(parameters, relinearizationLimbs);
    for (int limbs : galoisLimbs) {
      sum += galoisKey(parameters, limbs);
    }
    return sum;
  }

  /** Bytes of a secret key. */
  public static long secretKey(RlweParameters parameters) {
    return (long) HEADER + parameters.degree() / TernaryPacking.PER_BYTE;
  }

  /** Whether c_1 travels as its seed. */
  static boolean isSeeded(Ciphertext ciphertext) {
    return ciphertext.seed().isPresent() && ciphertext.degree() == 1;
  }

  private static long polynomial(RnsBasis basis) {
    long sum = 0;
    for (LimbRing limb : basis.limbs()) {
      sum += Packing.bytes(limb.degree(), limb.q());
    }
    return sum;
  }
}
