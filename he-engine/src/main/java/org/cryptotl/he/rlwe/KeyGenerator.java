package org.cryptotl.he.rlwe;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.ring.CoeffPoly;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.SecretSampler;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.ring.UniformSampler;

/**
 * Makes keys. Every key has a seed and errors of its own, drawn from the given {@link
 * SecureRandom}.
 *
 * <p>Guarantee: under ring-LWE with the parameters' degree and modulus QP, and circular security
 * for the evaluation keys (they encrypt functions of s under s), the keys that leave the owner hide
 * s.
 */
public final class KeyGenerator {

  private final RlweParameters parameters;
  private final SecureRandom random;
  private final SecretSampler sampler;

  /** Makes keys of these parameters. */
  public KeyGenerator(RlweParameters parameters, SecureRandom random) {
    this.parameters = parameters;
    this.random = random;
    this.sampler = new SecretSampler(random);
  }

  /** A fresh uniform ternary secret. */
  public SecretKey secretKey() {
    int[] coefficients = sampler.ternary(parameters.degree());
    try {
      return fromCoefficients(parameters, coefficients);
    } finally {
      Arrays.fill(coefficients, 0);
    }
  }

  /**
   * The secret key with these coefficients: for reading a stored key.
   *
   * @param coefficients N numbers -1, 0 or 1
   * @throws IllegalArgumentException for other numbers, or another number of them
   */
  public static SecretKey fromCoefficients(RlweParameters parameters, int[] coefficients) {
    if (coefficients.length != parameters.degree()) {
      throw new IllegalArgumentException(
          "secret key: got %d coefficients, expected %d"
              .formatted(coefficients.length, parameters.degree()));
    }
    int outside = 0;
    for (int c : coefficients) {
      // The sign bit says that c + 1 or 1 - c is negative; no branch depends on a coefficient.
      outside |= (c + 1) | (1 - c);
    }
    if (outside < 0) {
      throw new IllegalArgumentException("secret key: got a coefficient that is not -1, 0 or 1");
    }
    if (Arrays.stream(coefficients).map(c -> c * c).sum() == 0) {
      throw new IllegalArgumentException("secret key: all coefficients are zero");
    }
    RnsBasis basis = parameters.key(parameters.dataLimbs());
    return new SecretKey(parameters, CoeffPoly.fromSigned(basis, coefficients).intoNtt());
  }

  /** A fresh encryption of zero. */
  public PublicKey publicKey(SecretKey secret) {
    RnsBasis basis = parameters.data(parameters.dataLimbs());
    Seed seed = Seed.random(random);
    NttPoly a = UniformSampler.sample(basis, seed, 0);
    return secret.use(
        parameters,
        SecretKeyAccess.granted(),
        s -> {
          NttPoly b = sampler.errorPoly(basis);
          s.subtractProduct(a, b);
          return new PublicKey(parameters, seed, b);
        });
  }

  /**
   * The key that brings a product of two ciphertexts back to two polynomials.
   *
   * @param limbs the most limbs that such a product will have
   */
  public SwitchingKey relinearizationKey(SecretKey secret, int limbs) {
    return secret.use(
        parameters,
        SecretKeyAccess.granted(),
        whole -> {
          NttPoly s = restrict(whole, limbs);
          NttPoly square = s.multiply(s);
          try {
            return switchingKey(square, s, limbs);
          } finally {
            square.wipe();
          }
        });
  }

  /**
   * The key of an automorphism.
   *
   * @param limbs the most limbs of a ciphertext that it will be applied to
   */
  public GaloisKey galoisKey(SecretKey secret, Automorphism automorphism, int limbs) {
    return secret.use(
        parameters,
        SecretKeyAccess.granted(),
        whole -> {
          NttPoly s = restrict(whole, limbs);
          NttPoly preimage = s.permute(automorphism.inverse(parameters.logN()));
          try {
            return new GaloisKey(automorphism, switchingKey(s, preimage, limbs));
          } finally {
            preimage.wipe();
          }
        });
  }

  /** A relinearisation key and the keys of these automorphisms, all for {@code limbs} limbs. */
  public EvaluationKeys evaluationKeys(
      SecretKey secret, Collection<Automorphism> automorphisms, int limbs) {
    List<GaloisKey> galois =
        automorphisms.stream().map(each -> galoisKey(secret, each, limbs)).toList();
    return EvaluationKeys.of(Optional.of(relinearizationKey(secret, limbs)), galois);
  }

  /**
   * Keys for just as many limbs as each is used at.
   *
   * @param relinearizationLimbs limbs of the relinearisation key, 0 for none
   * @param galoisLimbs limbs of each Galois key, by Galois element
   */
  public EvaluationKeys evaluationKeys(
      SecretKey secret, int relinearizationLimbs, Map<Integer, Integer> galoisLimbs) {
    List<GaloisKey> galois = new ArrayList<>();
    galoisLimbs.forEach((element, limbs) ->
        galois.add(galoisKey(secret, Automorphism.of(parameters.logN(), element), limbs)));
    return EvaluationKeys.of(
        relinearizationLimbs == 0
            ? Optional.empty()
            : Optional.of(relinearizationKey(secret, relinearizationLimbs)),
        galois);
  }

  /** s modulo the first data primes and all special ones; limbs are shared. */
  private NttPoly restrict(NttPoly s, int limbs) {
    RnsBasis basis = parameters.key(limbs);
    int[][] chosen = Arrays.copyOf(s.limbs(), basis.size());
    System.arraycopy(s.limbs(), parameters.dataLimbs(), chosen, limbs, parameters.specialLimbs());
    return new NttPoly(basis, chosen);
  }

  private SwitchingKey switchingKey(NttPoly from, NttPoly under, int limbs) {
    RnsBasis basis = parameters.key(limbs);
    Seed seed = Seed.random(random);
    List<NttPoly> digits = new ArrayList<>();
    for (int t = 0; t < parameters.digits(limbs); t++) {
      NttPoly a = UniformSampler.sample(basis, seed, t);
      NttPoly b = sampler.errorPoly(basis);
      under.subtractProduct(a, b);
      int first = t * parameters.specialLimbs();
      int end = Math.min(limbs, first + parameters.specialLimbs());
      for (int i = first; i < end; i++) {
        int p = parameters.special().productModulo(basis.limb(i));
        basis.limb(i).multiplyScalarAdd(from.limb(i), p, b.limb(i));
      }
      digits.add(b);
    }
    return new SwitchingKey(parameters, limbs, seed, digits);
  }
}
