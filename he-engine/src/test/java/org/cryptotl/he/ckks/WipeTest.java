package org.cryptotl.he.ckks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cryptotl.he.ring.CoeffPoly;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.SecretKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A key that is wiped while it is used masks every limb of a ciphertext, or none comes out. */
@Tag("once")
class WipeTest {

  private static final int LOG_N = 11;

  @Test
  void ciphertextsMadeDuringAWipe_areMaskedInEveryLimb() throws Exception {
    CkksParameters parameters = InsecureParameters.insecure(LOG_N, 6, 2);
    SecureRandom random = new SecureRandom();
    KeyGenerator generator = new KeyGenerator(parameters.rlwe(), random);
    int made = 0;
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < 40; round++) {
        SecretKey secret = generator.secretKey();
        Encryptor encryptor = Encryptor.symmetric(parameters, secret, random);
        Future<List<Ciphertext>> ciphertexts =
            executor.submit(() -> untilWiped(encryptor, parameters));
        Thread.onSpinWait();
        generator.publicKey(secret);
        secret.wipe();
        for (Ciphertext each : ciphertexts.get()) {
          made++;
          assertMasked(each);
        }
      }
    }
    assertTrue(made > 0, "no encryption came before a wipe: nothing was tested");
  }

  private static List<Ciphertext> untilWiped(Encryptor encryptor, CkksParameters parameters) {
    List<Ciphertext> out = new ArrayList<>();
    assertThrows(
        IllegalStateException.class,
        () -> {
          while (true) {
            out.add(
                encryptor.encryptZero(parameters.rlwe().dataLimbs(), parameters.defaultScale()));
          }
        });
    return out;
  }

  /** Without its mask a limb of c_0 is an error, whose coefficients are at most 21 in size. */
  private static void assertMasked(Ciphertext ciphertext) {
    CoeffPoly c0 = ciphertext.poly(0).toCoefficients();
    for (int i = 0; i < ciphertext.limbs(); i++) {
      int q = c0.basis().limb(i).q();
      int small = 0;
      for (int residue : c0.limb(i)) {
        small += Math.min(residue, q - residue) <= 21 ? 1 : 0;
      }
      assertFalse(small > 10, "limb " + i + " has " + small + " small coefficients");
    }
  }
}
