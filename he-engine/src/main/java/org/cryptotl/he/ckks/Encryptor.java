package org.cryptotl.he.ckks;

import java.security.SecureRandom;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.rlwe.SecretKey;

/**
 * Encryption under a secret or a public key; IND-CPA secure under ring-LWE with the parameters'
 * degree and modulus. Every ciphertext draws fresh randomness from the given {@link SecureRandom}.
 * Thread-safe.
 */
public sealed interface Encryptor permits SymmetricEncryptor, PublicKeyEncryptor {

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
    parameters.rlwe().require("secret key", key.parameters());
    return new SymmetricEncryptor(parameters.rlwe(), key, random);
  }

  /**
   * Encrypts under the public key (b, a): (b u + e_0 + m, a u + e_1) with a uniform ternary u. The
   * error of c_0 + c_1 s is e u + e_0 + e_1 s, about sqrt(4 N / 3) times that of the secret key's.
   */
  static Encryptor publicKey(CkksParameters parameters, PublicKey key, SecureRandom random) {
    parameters.rlwe().require("public key", key.parameters());
    return new PublicKeyEncryptor(parameters.rlwe(), key, random);
  }
}
