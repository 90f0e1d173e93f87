package org.cryptotl.he.ckks;

import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
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

  /**
   * Decrypts what was encrypted under this key or its public key. The key's parameters, and that it
   * was not wiped, are checked at once.
   */
  public Decryptor(CkksParameters parameters, SecretKey key) {
    this.parameters = parameters.rlwe();
    this.key = key;
    key.use(this.parameters, SecretKeyAccess.granted(), NttPoly::basis);
  }

  /** Returns the plaintext at the ciphertext's level and scale. */
  public Plaintext decrypt(Ciphertext ciphertext) {
    parameters.require("ciphertext", ciphertext.parameters());
    RnsBasis basis = ciphertext.poly(0).basis();
    return key.use(
        parameters,
        SecretKeyAccess.granted(),
        s -> {
          int[][] message = new int[basis.size()][basis.degree()];
          for (int i = 0; i < basis.size(); i++) {
            decrypt(ciphertext, i, s.limb(i), message[i]);
          }
          return new Plaintext(new NttPoly(basis, message), ciphertext.scale());
        });
  }

  /** Horner's rule in one limb, all in the memory of the result. */
  private static void decrypt(Ciphertext ciphertext, int i, int[] s, int[] message) {
    LimbRing ring = ciphertext.poly(0).basis().limb(i);
    int degree = ciphertext.degree();
    System.arraycopy(ciphertext.poly(degree).limb(i), 0, message, 0, message.length);
    for (int power = degree - 1; power >= 0; power--) {
      ring.multiplyAdd(message, s, ciphertext.poly(power).limb(i), message);
    }
  }

  @Override
  public String toString() {
    return "Decryptor[redacted]";
  }
}
