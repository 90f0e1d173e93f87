package org.cryptotl.he.ckks;

import static org.cryptotl.he.rlwe.Secrets.whole;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing that is printed holds a residue, a value or a byte of a seed. */
@Tag("once")
class RedactionTest {

  private static final Setting S = new Setting(InsecureParameters.insecure(5, 2, 1, 1, 26), 1);
  private static final ComplexVector VALUES =
      new ComplexVector(new double[] {1234.5678, 42.4242}, new double[] {-8765.4321, 77.7777});

  private final Plaintext plaintext = S.encoder.encode(VALUES);
  private final Ciphertext ciphertext = S.symmetric.encrypt(plaintext);

  @Test
  void secretHolders_sayThatTheyAreRedacted() {
    for (Object each :
        List.of(
            S.secret,
            S.symmetric,
            S.decryptor,
            plaintext,
            VALUES,
            ciphertext.seed().orElseThrow(),
            ScaledConstant.of(1234.5678, 0, S.parameters.defaultScale()))) {
      assertTrue(each.toString().contains("redacted"), each.getClass() + ": " + each);
    }
  }

  @Test
  void nothingPrinted_holdsSecretsOrValues() {
    List<String> secrets = new ArrayList<>(List.of("1234", "42.4", "8765", "77.7"));
    add(secrets, whole(S.secret));
    add(secrets, whole(S.secret).toCoefficients().toNtt());
    add(secrets, plaintext.poly());
    add(secrets, ciphertext.poly(0));
    add(secrets, ciphertext.poly(1));
    Seed seed = ciphertext.seed().orElseThrow();
    secrets.add(HexFormat.of().formatHex(seed.toBytes(), 0, 4));
    for (Object each :
        List.of(
            S.secret,
            S.symmetric,
            S.publicKey,
            S.decryptor,
            S.evaluator,
            S.encoder,
            S.generator,
            S.keys,
            S.keys.relinearization().orElseThrow(),
            S.keys.galois(),
            plaintext,
            plaintext.poly(),
            plaintext.poly().toCoefficients(),
            ciphertext,
            VALUES,
            seed,
            ScaledConstant.of(1234.5678, 0, S.parameters.defaultScale()))) {
      String text = each.toString();
      for (String secret : secrets) {
        assertFalse(text.contains(secret), each.getClass() + " prints " + secret + ": " + text);
      }
    }
  }

  private static void add(List<String> secrets, NttPoly poly) {
    for (int[] limb : poly.limbs()) {
      for (int x : limb) {
        if (x >= 100_000) {
          secrets.add(Integer.toString(x));
        }
      }
    }
  }
}
