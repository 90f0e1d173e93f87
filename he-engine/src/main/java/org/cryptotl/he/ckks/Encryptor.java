package org.cryptotl.he.ckks;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.CoeffPoly;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.SecretSampler;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.ring.UniformSampler;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.rlwe.SecretKey;
import org.cryptotl.he.rlwe.SecretKeyAccess;

/**
 * Encryption under a secret or a public key; IND-CPA secure under ring-LWE with the parameters'
 * degree and modulus. Every ciphertext draws fresh randomness from the given {@link SecureRandom}.
 * Thread-safe.
 */
public sealed interface Encryptor {

  /**
   * Encrypts a plaintext at its level and scale.
   *
   * @return c_0 + c_1 s = plaintext + error
   */
  Ciphertext encrypt(Plaintext plaintext);

  /** A fresh encryption of zero of so many limbs, for instance to re-randomise a result with. */
  Ciphertext encryptZero(int limbs, Scale scale);

  /**
   * Encrypts under the secret key: c_1 is uniform from a seed, c_0 = -c_1 s + m + e with a centred
   * binomial error e of sigma 3.24. The result carries the seed, so that only c_0 must travel.
   */
  static Encryptor symmetric(CkksParameters parameters, SecretKey key, SecureRandom random) {
    if (!key.parameters().equals(parameters.rlwe())) {
      throw new HeException.ParameterMismatch(
          "secret key of %s, expected one of %s".formatted(key.parameters(), parameters.rlwe()));
    }
    return new Symmetric(parameters.rlwe(), key, random, new SecretSampler(random));
  }

  /**
   * Encrypts under the public key (b, a): (b u + e_0 + m, a u + e_1) with a uniform ternary u. The
   * error of c_0 + c_1 s is e u + e_0 + e_1 s, about sqrt(4 N / 3) times that of the secret key's.
   */
  static Encryptor publicKey(CkksParameters parameters, PublicKey key, SecureRandom random) {
    if (!key.parameters().equals(parameters.rlwe())) {
      throw new HeException.ParameterMismatch(
          "public key of %s, expected one of %s".formatted(key.parameters(), parameters.rlwe()));
    }
    return new Asymmetric(parameters.rlwe(), key, new SecretSampler(random));
  }

  /** Encryption under the secret key. */
  record Symmetric(
      RlweParameters parameters, SecretKey key, SecureRandom random, SecretSampler sampler)
      implements Encryptor {

    @Override
    public Ciphertext encrypt(Plaintext plaintext) {
      return encrypt(
          noise(sampler, plaintext.poly().basis()).add(plaintext.poly()), plaintext.scale());
    }

    @Override
    public Ciphertext encryptZero(int limbs, Scale scale) {
      return encrypt(noise(sampler, parameters.data(limbs)), scale);
    }

    private Ciphertext encrypt(NttPoly noisyMessage, Scale scale) {
      RnsBasis basis = noisyMessage.basis();
      Seed seed = Seed.random(random);
      NttPoly c1 = UniformSampler.sample(basis, seed, 0);
      NttPoly s = key.data(parameters, basis.size(), SecretKeyAccess.granted());
      NttPoly c0 = noisyMessage.subtract(c1.multiply(s));
      return new Ciphertext(parameters, List.of(c0, c1), scale, Optional.of(seed));
    }

    @Override
    public String toString() {
      return "Encryptor[secret key redacted]";
    }
  }

  /** Encryption under the public key. */
  record Asymmetric(RlweParameters parameters, PublicKey key, SecretSampler sampler)
      implements Encryptor {

    @Override
    public Ciphertext encrypt(Plaintext plaintext) {
      Ciphertext zero = encryptZero(plaintext.limbs(), plaintext.scale());
      return Ciphertext.of(
          parameters, List.of(zero.poly(0).add(plaintext.poly()), zero.poly(1)), plaintext.scale());
    }

    @Override
    public Ciphertext encryptZero(int limbs, Scale scale) {
      RnsBasis basis = parameters.data(limbs);
      int[] coefficients = sampler.ternary(basis.degree());
      NttPoly u = CoeffPoly.fromSigned(basis, coefficients).intoNtt();
      Arrays.fill(coefficients, 0);
      NttPoly c0 = key.b().prefix(limbs).multiplyAdd(u, noise(sampler, basis));
      NttPoly c1 = key.a().prefix(limbs).multiplyAdd(u, noise(sampler, basis));
      u.wipe();
      return Ciphertext.of(parameters, List.of(c0, c1), scale);
    }
  }

  private static NttPoly noise(SecretSampler sampler, RnsBasis basis) {
    int[] coefficients = sampler.error(basis.degree());
    NttPoly noise = CoeffPoly.fromSigned(basis, coefficients).intoNtt();
    Arrays.fill(coefficients, 0);
    return noise;
  }
}
