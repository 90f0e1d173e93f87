package org.cryptotl.he.ckks;

import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.SecretKey;
import org.cryptotl.he.rlwe.SecretKeyAccess;

/**
 * Decryption: c_0 + c_1 s + c_2 s^2, without branches that depend on the secret.
 *
 * <p>CKKS promises IND-CPA only: who learns decrypted values, with their errors, of ciphertexts
 * that he chose can find the key (Li-Micciancio, "On the security of homomorphic encryption on
 * approximate numbers", 2021). Keep decrypted values from the other party. Thread-safe.
 */
public final class Decryptor {

  private final RlweParameters parameters;
  private final SecretKey key;

  /** Decrypts what was encrypted under this key or its public key. */
  public Decryptor(CkksParameters parameters, SecretKey key) {
    this.parameters = parameters.rlwe();
    this.key = key;
    key.data(this.parameters, 1, SecretKeyAccess.granted());
  }

  /** Returns the plaintext at the ciphertext's level and scale. */
  public Plaintext decrypt(Ciphertext ciphertext) {
    if (!ciphertext.parameters().equals(parameters)) {
      throw new HeException.ParameterMismatch(
          "ciphertext of %s, expected one of %s".formatted(ciphertext.parameters(), parameters));
    }
    NttPoly s = key.data(parameters, ciphertext.limbs(), SecretKeyAccess.granted());
    NttPoly message = ciphertext.poly(ciphertext.degree());
    for (int i = ciphertext.degree() - 1; i >= 0; i--) {
      message = message.multiplyAdd(s, ciphertext.poly(i));
    }
    return new Plaintext(message, ciphertext.scale());
  }

  @Override
  public String toString() {
    return "Decryptor[redacted]";
  }
}
