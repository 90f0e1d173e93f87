package org.cryptotl.he.ckks;

import static org.cryptotl.he.rlwe.Secrets.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.CoeffPoly;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.ring.UniformSampler;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Replay.class)
class EncryptionTest {

  private static final Setting SETTING = new Setting(InsecureParameters.insecure(10, 3, 1, 1, 26));
  private static final CkksParameters PARAMETERS = SETTING.parameters;

  @Test
  void errorOfASymmetricCiphertext_isCentredBinomial(Random random) {
    Plaintext plaintext = SETTING.encoder.encode(SETTING.vector(random, 1));
    double squares = 0;
    int count = 8;
    for (int i = 0; i < count; i++) {
      for (BigInteger e : error(plaintext, SETTING.symmetric.encrypt(plaintext))) {
        assertTrue(e.abs().compareTo(BigInteger.valueOf(21)) <= 0, "|e| <= 21");
        squares += e.doubleValue() * e.doubleValue();
      }
    }
    double n = count * 1024;
    assertEquals(10.5, squares / n, 7 * Math.sqrt((2 * 10.5 * 10.5 - 10.5) / n));
  }

  /** e u + e_0 + e_1 s: a variance of 10.5 (1 + 4N/3), but for that of the norms of u, e and s. */
  @Test
  void errorOfAPublicKeyCiphertext_hasTheVarianceOfItsFormula(Random random) {
    Plaintext plaintext = SETTING.encoder.encode(SETTING.vector(random, 1));
    double squares = 0;
    int count = 16;
    for (int i = 0; i < count; i++) {
      for (BigInteger e : error(plaintext, SETTING.publicKey.encrypt(plaintext))) {
        squares += e.doubleValue() * e.doubleValue();
      }
    }
    double expected = 10.5 * (1 + 4.0 * 1024 / 3);
    assertEquals(1, squares / (count * 1024) / expected, 0.3);
  }

  private static BigInteger[] error(Plaintext plaintext, Ciphertext ciphertext) {
    assertEquals(plaintext.scale(), ciphertext.scale());
    assertEquals(plaintext.limbs(), ciphertext.limbs());
    NttPoly s = whole(SETTING.secret).prefix(ciphertext.limbs());
    CoeffPoly error =
        ciphertext
            .poly(1)
            .multiplyAdd(s, ciphertext.poly(0))
            .subtract(plaintext.poly())
            .toCoefficients();
    BigInteger[] out = new BigInteger[1024];
    Arrays.setAll(out, error::centered);
    return out;
  }

  @Test
  void ciphertexts_shareNoSeedAndNoRandomness() {
    CkksParameters small = InsecureParameters.insecure(6, 2, 1, 1, 26);
    Setting s = new Setting(small);
    Plaintext plaintext = s.encoder.encode(ComplexVector.real(1, 2, 3));
    Set<Seed> seeds = new HashSet<>();
    Set<List<Integer>> polys = new HashSet<>();
    Set<List<Integer>> errors = new HashSet<>();
    int count = 200;
    for (int i = 0; i < count; i++) {
      Ciphertext symmetric = s.symmetric.encrypt(plaintext);
      Ciphertext publicKey = s.publicKey.encrypt(plaintext);
      seeds.add(symmetric.seed().orElseThrow());
      assertTrue(publicKey.seed().isEmpty());
      for (Ciphertext each : List.of(symmetric, publicKey)) {
        polys.add(list(each.poly(0)));
        polys.add(list(each.poly(1)));
        errors.add(list(s.decryptor.decrypt(each).poly()));
      }
    }
    assertEquals(count, seeds.size());
    assertEquals(4 * count, polys.size());
    assertEquals(2 * count, errors.size());
  }

  private static List<Integer> list(NttPoly poly) {
    return Arrays.stream(poly.limb(0)).boxed().toList();
  }

  @Test
  void seedOfACiphertext_givesItsUniformHalf(Random random) {
    Ciphertext ciphertext = SETTING.encrypt(SETTING.vector(random, 1)).ciphertext();
    assertTrue(
        UniformSampler.sample(ciphertext.poly(1).basis(), ciphertext.seed().orElseThrow(), 0)
            .sameAs(ciphertext.poly(1)));
  }

  @Test
  void zero_decryptsToNearlyZero() {
    for (Encryptor each : List.of(SETTING.symmetric, SETTING.publicKey)) {
      for (int limbs = 1; limbs <= 3; limbs++) {
        Ciphertext zero = each.encryptZero(limbs, PARAMETERS.defaultScale());
        assertEquals(limbs, zero.limbs());
        double bound = Noise.freshPublic(10).bound() / 0x1p26;
        assertTrue(Tracked.largest(SETTING.decrypt(zero)) <= bound);
      }
    }
  }

  @Test
  void otherKey_decryptsToNonsense(Random random) {
    Setting other = new Setting(PARAMETERS);
    Ciphertext ciphertext = SETTING.encrypt(SETTING.vector(random, 1)).ciphertext();
    assertTrue(Tracked.largest(other.decrypt(ciphertext)) > 1e6);
  }

  @Test
  void foreignKeysAndCiphertexts_areRefused(Random random) {
    CkksParameters others = InsecureParameters.insecure(10, 4, 1, 1, 26);
    Setting other = new Setting(others);
    SecureRandom secure = new SecureRandom();
    Ciphertext foreign = other.encrypt(other.vector(random, 1)).ciphertext();
    Plaintext plaintext = other.encoder.encode(other.vector(random, 1));
    for (Runnable each :
        List.<Runnable>of(
            () -> SETTING.decryptor.decrypt(foreign),
            () -> new Decryptor(others, SETTING.secret),
            () -> Encryptor.symmetric(others, SETTING.secret, secure),
            () ->
                Encryptor.publicKey(others, SETTING.generator.publicKey(SETTING.secret), secure))) {
      String message = assertThrows(HeException.ParameterMismatch.class, each::run).getMessage();
      assertTrue(message.contains("3 data") && message.contains("4 data"), message);
    }
    // As many limbs as ours have, so that nothing but the primes tells it apart.
    Plaintext alike =
        new Encoder(InsecureParameters.insecure(10, 3, 2, 1, 26))
            .encode(ComplexVector.real(1, 2, 3));
    for (Plaintext each : List.of(plaintext, alike)) {
      assertThrows(HeException.ParameterMismatch.class, () -> SETTING.symmetric.encrypt(each));
      assertThrows(HeException.ParameterMismatch.class, () -> SETTING.publicKey.encrypt(each));
    }
  }

  @Test
  void wipedKey_endsEncryptionAndDecryption(Random random) {
    Setting s = new Setting(PARAMETERS);
    Plaintext plaintext = s.encoder.encode(s.vector(random, 1));
    Ciphertext ciphertext = s.symmetric.encrypt(plaintext);
    s.secret.wipe();
    assertThrows(IllegalStateException.class, () -> s.symmetric.encrypt(plaintext));
    assertThrows(IllegalStateException.class, () -> s.decryptor.decrypt(ciphertext));
    assertThrows(IllegalStateException.class, () -> new Decryptor(PARAMETERS, s.secret));
    s.publicKey.encrypt(plaintext);
  }

  @Test
  void ciphertextOfImpossibleShape_isRefused(Random random) {
    Ciphertext a = SETTING.encrypt(SETTING.vector(random, 1)).ciphertext();
    NttPoly c = a.poly(0);
    for (List<NttPoly> polys : List.of(List.of(c), List.of(c, c, c, c), List.of(c, c.prefix(2)))) {
      assertThrows(
          IllegalArgumentException.class, () -> Ciphertext.of(a.parameters(), polys, a.scale()));
    }
  }
}
