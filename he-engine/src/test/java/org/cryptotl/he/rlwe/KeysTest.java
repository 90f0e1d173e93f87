package org.cryptotl.he.rlwe;

import static org.cryptotl.he.rlwe.Secrets.whole;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.ring.CoeffPoly;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.SecretSampler;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.ring.UniformSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys opened with the secret: what is left must be an error of sigma 3.24, and a fresh one. */
class KeysTest {

  private static final int LOG_N = 10;
  private static final RlweParameters PARAMETERS = InsecureParameters.insecure(LOG_N, 5, 2).rlwe();

  private final KeyGenerator generator = new KeyGenerator(PARAMETERS, new SecureRandom());
  private final SecretKey secret = generator.secretKey();

  @Test
  void secret_isTernaryAndTheSameModuloEveryPrime() {
    NttPoly s = whole(secret);
    assertEquals(PARAMETERS.key(5), s.basis());
    CoeffPoly coefficients = s.toCoefficients();
    int[] counts = new int[3];
    for (int k = 0; k < PARAMETERS.degree(); k++) {
      counts[coefficients.centered(k).intValueExact() + 1]++;
    }
    double expected = PARAMETERS.degree() / 3.0;
    for (int count : counts) {
      assertEquals(expected, count, 7 * Math.sqrt(expected * 2 / 3));
    }
    assertTrue(s.prefix(2).sameAs(whole(secret).prefix(2)));
  }

  @Test
  void publicKey_isAnEncryptionOfZero() {
    PublicKey key = generator.publicKey(secret);
    assertTrue(key.a().sameAs(UniformSampler.sample(PARAMETERS.data(5), key.seed(), 0)));
    assertFresh(key.a().multiplyAdd(whole(secret).prefix(5), key.b()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void relinearizationKey_encryptsTheSquareOfTheSecret(int limbs) {
    NttPoly s = restrict(limbs);
    assertOpens(generator.relinearizationKey(secret, limbs), limbs, s.multiply(s), s);
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "5, 3", "25, 1", "2047, 5", "2043, 4"})
  void galoisKey_encryptsTheSecretUnderItsPreimage(int galoisElement, int limbs) {
    Automorphism automorphism = Automorphism.of(LOG_N, galoisElement);
    GaloisKey key = generator.galoisKey(secret, automorphism, limbs);
    assertEquals(automorphism, key.automorphism());
    NttPoly s = restrict(limbs);
    NttPoly preimage = s.permute(automorphism.inverse(LOG_N));
    assertTrue(s.sameAs(preimage.permute(automorphism)));
    assertOpens(key.key(), limbs, s, preimage);
  }

  /** The secret modulo the primes of keys for so many limbs. */
  private NttPoly restrict(int limbs) {
    NttPoly s = whole(secret);
    List<int[]> chosen = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      if (i < limbs || i >= 5) {
        chosen.add(s.limb(i));
      }
    }
    return new NttPoly(PARAMETERS.key(limbs), chosen.toArray(int[][]::new));
  }

  /** b_t + a_t s - P T_t s' is an error, for each digit t, and the errors differ. */
  private static void assertOpens(SwitchingKey key, int limbs, NttPoly from, NttPoly under) {
    RnsBasis basis = PARAMETERS.key(limbs);
    assertEquals(limbs, key.limbs());
    assertEquals(PARAMETERS, key.parameters());
    BigInteger p = PARAMETERS.special().product();
    int digits = (limbs + 1) / 2;
    Set<String> errors = new HashSet<>();
    for (int t = 0; t < digits; t++) {
      assertEquals(basis, key.b(t).basis());
      assertTrue(key.a(t).sameAs(UniformSampler.sample(basis, key.seed(), t)));
      int[][] message = new int[basis.size()][basis.degree()];
      for (int i = 2 * t; i < Math.min(limbs, 2 * t + 2); i++) {
        LimbRing ring = basis.limb(i);
        int factor = p.mod(BigInteger.valueOf(ring.q())).intValue();
        ring.multiplyScalar(from.limb(i), factor, message[i]);
      }
      NttPoly error = key.a(t).multiplyAdd(under, key.b(t)).subtract(new NttPoly(basis, message));
      errors.add(assertFresh(error));
    }
    assertEquals(digits, errors.size());
    assertEquals((2L * 4 * basis.size() * digits) << LOG_N, key.sizeBytes());
    assertThrows(ArrayIndexOutOfBoundsException.class, () -> key.b(digits));
  }

  /** All |e| at most 21, mean 0 and variance 10.5: to 7 standard deviations. */
  private static String assertFresh(NttPoly error) {
    CoeffPoly coefficients = error.toCoefficients();
    int n = error.basis().degree();
    double sum = 0;
    double squares = 0;
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < n; k++) {
      BigInteger e = coefficients.centered(k);
      assertTrue(e.abs().compareTo(BigInteger.valueOf(SecretSampler.ETA)) <= 0, "|e| <= 21");
      sum += e.intValue();
      squares += e.doubleValue() * e.doubleValue();
      text.append(e).append(' ');
    }
    assertEquals(0, sum / n, 7 * Math.sqrt(10.5 / n));
    assertEquals(10.5, squares / n, 7 * Math.sqrt((2 * 10.5 * 10.5 - 10.5) / n));
    return text.toString();
  }

  @Test
  void keys_shareNoSeedAndNoError() {
    RlweParameters small = InsecureParameters.insecure(6, 2, 1).rlwe();
    KeyGenerator many = new KeyGenerator(small, new SecureRandom());
    SecretKey s = many.secretKey();
    Set<Seed> seeds = new HashSet<>();
    Set<List<Integer>> halves = new HashSet<>();
    Set<String> errors = new HashSet<>();
    int count = 100;
    for (int i = 0; i < count; i++) {
      PublicKey key = many.publicKey(s);
      seeds.add(key.seed());
      errors.add(text(key.a().multiplyAdd(whole(s).prefix(2), key.b())));
      for (SwitchingKey each :
          List.of(
              many.relinearizationKey(s, 2),
              many.galoisKey(s, Automorphism.rotation(6, 1), 2).key())) {
        seeds.add(each.seed());
        halves.add(java.util.Arrays.stream(each.b(0).limb(0)).boxed().toList());
      }
    }
    assertEquals(3 * count, seeds.size());
    assertEquals(2 * count, halves.size());
    assertEquals(count, errors.size());
  }

  private static String text(NttPoly poly) {
    List<String> out = new ArrayList<>();
    CoeffPoly coefficients = poly.toCoefficients();
    for (int k = 0; k < poly.basis().degree(); k++) {
      out.add(coefficients.centered(k).toString());
    }
    return String.join(" ", out);
  }

  @Test
  void twoSecrets_differ() {
    SecretKey other = generator.secretKey();
    assertNotEquals(text(whole(secret)), text(whole(other)));
  }

  @Test
  void secretOfOtherParameters_isRefused() {
    RlweParameters others = InsecureParameters.insecure(LOG_N, 4, 2).rlwe();
    KeyGenerator other = new KeyGenerator(others, new SecureRandom());
    for (Runnable each :
        List.<Runnable>of(
            () -> other.publicKey(secret),
            () -> other.relinearizationKey(secret, 2),
            () -> other.galoisKey(secret, Automorphism.conjugation(LOG_N), 2))) {
      String message = assertThrows(HeException.ParameterMismatch.class, each::run).getMessage();
      assertTrue(message.contains("5 data") && message.contains("4 data"), message);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, 100})
  void keysForNoOrTooManyLimbs_areRefused(int limbs) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> generator.relinearizationKey(secret, limbs))
            .getMessage();
    assertTrue(message.contains("got " + limbs + ", expected 1 to 5"), message);
  }

  @Test
  void wipedSecret_isZeroAndServesNobody() {
    NttPoly held = whole(secret);
    secret.wipe();
    for (int[] limb : held.limbs()) {
      assertArrayEquals(new int[PARAMETERS.degree()], limb);
    }
    for (Runnable each :
        List.<Runnable>of(
            () -> whole(secret),
            () -> generator.publicKey(secret),
            () -> generator.relinearizationKey(secret, 1),
            () -> generator.galoisKey(secret, Automorphism.conjugation(LOG_N), 1))) {
      String message = assertThrows(IllegalStateException.class, each::run).getMessage();
      assertEquals("secret key: it was wiped", message);
    }
  }

  @Test
  void secret_isGivenForTheTokenOnly() {
    assertThrows(NullPointerException.class, () -> secret.use(PARAMETERS, null, s -> s));
  }

  @Test
  void storedSecret_isTheSame() {
    int[] coefficients = new int[PARAMETERS.degree()];
    CoeffPoly s = whole(secret).toCoefficients();
    for (int k = 0; k < coefficients.length; k++) {
      coefficients[k] = s.centered(k).intValueExact();
    }
    SecretKey again = KeyGenerator.fromCoefficients(PARAMETERS, coefficients);
    assertTrue(whole(secret).sameAs(whole(again)));
  }

  /** A short or large one would pass for a key, and protect nothing or decrypt nothing. */
  @Test
  void storedSecretThatIsNoneOfTheseParameters_isRefused() {
    for (int length : new int[] {0, 512, 1023, 1025}) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> KeyGenerator.fromCoefficients(PARAMETERS, new int[length]))
              .getMessage();
      assertEquals("secret key: got %d coefficients, expected 1024".formatted(length), message);
    }
    for (int value : new int[] {2, -2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      int[] coefficients = new int[1024];
      coefficients[77] = value;
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> KeyGenerator.fromCoefficients(PARAMETERS, coefficients))
              .getMessage();
      assertEquals("secret key: got a coefficient that is not -1, 0 or 1", message);
    }
  }

  @Test
  void switchingKey_checksDigitsAndBasis() {
    NttPoly digit = NttPoly.zero(PARAMETERS.key(3));
    Seed seed = Seed.of(new byte[Seed.BYTES]);
    String count =
        assertThrows(
                IllegalArgumentException.class,
                () -> new SwitchingKey(PARAMETERS, 3, seed, List.of(digit)))
            .getMessage();
    assertEquals("switching key: got 1 digits, expected 2", count);
    NttPoly other = NttPoly.zero(PARAMETERS.key(2));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SwitchingKey(PARAMETERS, 3, seed, List.of(digit, other)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PublicKey(PARAMETERS, seed, NttPoly.zero(PARAMETERS.data(4))));
  }

  @Test
  void missingKeys_areNamed() {
    EvaluationKeys none = EvaluationKeys.NONE;
    assertTrue(
        assertThrows(HeException.MissingRelinearizationKey.class, () -> none.relinearization(3))
            .getMessage()
            .contains("expected one for 3 limbs"));
    assertTrue(
        assertThrows(HeException.MissingGaloisKey.class, () -> none.galois(25, 3))
            .getMessage()
            .contains("none for element 25 among 0 keys"));
    EvaluationKeys low =
        generator.evaluationKeys(secret, List.of(Automorphism.rotation(LOG_N, 1)), 2);
    assertEquals(2, low.relinearization(2).limbs());
    assertEquals(5, low.galois(5, 1).automorphism().galoisElement());
    assertEquals(
        "relinearisation key: it serves 2 limbs, expected 4",
        assertThrows(HeException.MissingRelinearizationKey.class, () -> low.relinearization(4))
            .getMessage());
    assertEquals(
        "Galois key of element 5: it serves 2 limbs, expected 3",
        assertThrows(HeException.MissingGaloisKey.class, () -> low.galois(5, 3)).getMessage());
  }

  @Test
  void evaluationKeys_holdOneKeyAnElement() {
    GaloisKey key = generator.galoisKey(secret, Automorphism.rotation(LOG_N, 1), 1);
    GaloisKey twin = generator.galoisKey(secret, Automorphism.rotation(LOG_N, 1), 2);
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> EvaluationKeys.of(Optional.empty(), List.of(key, twin)))
            .getMessage()
            .contains("element 5"));
    EvaluationKeys one = EvaluationKeys.of(Optional.empty(), List.of(key));
    assertEquals(key.key().sizeBytes(), one.sizeBytes());
    assertEquals(Set.of(5), one.galois().keySet());
    assertTrue(one.toString().contains("no relinearisation, 1 Galois keys"), one.toString());
  }
}
