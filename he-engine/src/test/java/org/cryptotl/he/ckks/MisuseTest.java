package org.cryptotl.he.ckks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cryptotl.he.HeException;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.rlwe.SecurityLevel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an evaluator refuses, by which exception, and that the message holds the numbers. */
@Tag("once")
class MisuseTest {

  private static final Setting S = new Setting(InsecureParameters.insecure(6, 3, 1, 1, 26), 1);
  private static final Setting OTHER = new Setting(InsecureParameters.insecure(6, 4, 1, 1, 26), 1);
  private static final Evaluator E = S.evaluator;

  private final Ciphertext a = S.symmetric.encrypt(S.encoder.encode(ComplexVector.real(1, 2)));
  private final Ciphertext three = E.multiply(a, a);

  @Test
  void rescaleAtLevelZero_fails() {
    Ciphertext low = E.dropToLevel(a, 0);
    assertFails(
        HeException.LevelExhausted.class,
        () -> E.rescale(low),
        "got a ciphertext of level 0, expected at least 1");
  }

  @Test
  void rescaleBelowScaleOne_fails() {
    assertFails(HeException.LevelExhausted.class, () -> E.rescale(a), "2^26.000000", "at level 2");
  }

  @Test
  void dropToAHigherOrNoLevel_fails() {
    Ciphertext low = E.dropToLevel(a, 1);
    assertFails(
        HeException.LevelExhausted.class, () -> E.dropToLevel(low, 2), "of level 1, expected", "2");
    assertFails(
        IllegalArgumentException.class, () -> E.dropToLevel(low, -1), "got -1, expected 0 to 2");
  }

  @Test
  void sumOfDifferentScales_fails() {
    Ciphertext b = S.symmetric.encryptZero(3, Scale.of(0x1p26 + 1));
    Plaintext p = S.encoder.encode(ComplexVector.real(1), 2, Scale.powerOfTwo(25));
    for (Runnable each :
        List.<Runnable>of(() -> E.add(a, b), () -> E.subtract(a, b), () -> E.add(b, a))) {
      assertFails(HeException.ScaleMismatch.class, each, "2^26.000000", "factor of");
    }
    for (Runnable each : List.<Runnable>of(() -> E.add(a, p), () -> E.subtract(a, p))) {
      assertFails(HeException.ScaleMismatch.class, each, "2^26.000000 and 2^25.000000", "2.0");
    }
  }

  @Test
  void ciphertextOfOtherParameters_fails() {
    Ciphertext b = OTHER.symmetric.encryptZero(3, a.scale());
    for (Runnable each :
        List.<Runnable>of(
            () -> E.add(a, b),
            () -> E.subtract(b, a),
            () -> E.multiply(a, b),
            () -> E.square(b),
            () -> E.negate(b),
            () -> E.rescale(b),
            () -> E.relinearize(b),
            () -> E.dropToLevel(b, 0),
            () -> E.rotate(b, 1),
            () -> E.rotate(b, 0),
            () -> E.rotateHoisted(b, List.of(1)),
            () -> E.conjugate(b),
            () -> E.addConstant(b, 1, 0),
            () -> E.multiplyConstant(b, 1, 0, a.scale()))) {
      assertFails(HeException.ParameterMismatch.class, each, "4 data + 1", "3 data + 1");
    }
  }

  @Test
  void plaintextOfOtherParameters_fails() {
    CkksParameters others = InsecureParameters.insecure(6, 3, 2, 1, 26);
    Plaintext p = new Encoder(others).encode(ComplexVector.real(1));
    for (Runnable each :
        List.<Runnable>of(() -> E.add(a, p), () -> E.subtract(a, p), () -> E.multiply(a, p))) {
      assertFails(HeException.ParameterMismatch.class, each, "expected data primes of");
    }
  }

  @Test
  void keysOfOtherParameters_fail() {
    for (Runnable each :
        List.<Runnable>of(
            () -> E.withKeys(OTHER.keys), () -> new Evaluator(S.parameters, OTHER.keys))) {
      assertFails(HeException.ParameterMismatch.class, each, "4 data + 1", "3 data + 1");
    }
    List<GaloisKey> foreign = List.copyOf(OTHER.keys.galois().values());
    assertFails(
        HeException.ParameterMismatch.class,
        () -> EvaluationKeys.of(S.keys.relinearization(), foreign),
        "4 data + 1",
        "3 data + 1");
  }

  @Test
  void productThatDoesNotFit_fails() {
    Ciphertext low = E.dropToLevel(a, 0);
    Plaintext p = S.encoder.encode(ComplexVector.real(1));
    for (Runnable each :
        List.<Runnable>of(
            () -> E.multiply(low, low),
            () -> E.multiply(low, a),
            () -> E.multiplyRelinearizeRescale(low, low),
            () -> E.multiply(low, p),
            () -> E.multiplyConstant(low, 1, 0, a.scale()))) {
      assertFails(HeException.LevelExhausted.class, each, "2^26.000000", "2^30.00 of level 0");
    }
  }

  @Test
  void threePolynomials_areRelinearisedFirst() {
    for (Runnable each :
        List.<Runnable>of(
            () -> E.multiply(three, a),
            () -> E.multiply(a, three),
            () -> E.square(three),
            () -> E.multiplyRelinearizeRescale(a, three),
            () -> E.rotate(three, 1),
            () -> E.rotateHoisted(three, List.of(1)),
            () -> E.conjugate(three))) {
      assertFails(IllegalArgumentException.class, each, "3 polynomials, expected 2");
    }
  }

  @Test
  void missingKeys_fail() {
    Evaluator none = new Evaluator(S.parameters, EvaluationKeys.NONE);
    assertFails(
        HeException.MissingRelinearizationKey.class,
        () -> none.multiplyRelinearize(a, a),
        "for 3 limbs");
    assertFails(HeException.MissingGaloisKey.class, () -> none.rotate(a, 1), "element 5");
    assertFails(HeException.MissingGaloisKey.class, () -> none.conjugate(a), "element 127");
    assertFails(HeException.MissingGaloisKey.class, () -> E.rotate(a, 2), "element 25", "2 keys");
    assertFails(
        HeException.MissingGaloisKey.class,
        () -> E.rotateHoisted(a, List.of(1, 0, 2)),
        "element 25");
    assertEquals(a, none.rotate(a, 0));
  }

  @Test
  void keysOfTooLowALevel_fail() {
    EvaluationKeys low =
        S.generator.evaluationKeys(
            S.secret, S.keys.galois().values().stream().map(key -> key.automorphism()).toList(), 1);
    Evaluator evaluator = new Evaluator(S.parameters, low);
    assertFails(
        HeException.MissingGaloisKey.class, () -> evaluator.rotate(a, 1), "serves 1 limbs", "3");
    assertFails(
        HeException.MissingRelinearizationKey.class,
        () -> evaluator.relinearize(three),
        "serves 1 limbs, expected 3");
    evaluator.rotate(E.dropToLevel(a, 0), 1);
  }

  @Test
  void constantsThatAreNotFiniteOrDoNotFit_fail() {
    for (double x : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertFails(IllegalArgumentException.class, () -> E.addConstant(a, x, 0), "not finite");
      assertFails(IllegalArgumentException.class, () -> E.addConstant(a, 0, x), "not finite");
      assertFails(
          IllegalArgumentException.class,
          () -> E.multiplyConstant(a, x, 0, a.scale()),
          "not finite");
    }
    // 2^70 at a scale of 2^26 does not fit 90 bits: it would come back as another number.
    for (Runnable each :
        List.<Runnable>of(
            () -> E.addConstant(a, 0x1p70, 0),
            () -> E.addConstant(a, 0, -0x1p70),
            () -> E.multiplyConstant(a, 0x1p70, 0, a.scale()),
            () -> E.multiplyConstant(a, 1, 0x1p70, a.scale()))) {
      assertFails(IllegalArgumentException.class, each, "modulus of 90 bits");
    }
  }

  /** Levels are whole: three limbs of two a level are neither level 0 nor level 1. */
  @Test
  void limbsBetweenLevels_fail() {
    Setting two = new Setting(InsecureParameters.insecure(6, 6, 1, 2, 50));
    for (int limbs : new int[] {1, 3, 5}) {
      Ciphertext odd = two.symmetric.encryptZero(limbs, Scale.powerOfTwo(20));
      for (Runnable each :
          List.<Runnable>of(
              () -> two.evaluator.level(odd),
              () -> two.evaluator.rescale(odd),
              () -> two.evaluator.square(odd))) {
        assertFails(
            IllegalArgumentException.class,
            each,
            "got " + limbs + " limbs, expected a multiple of 2");
      }
    }
  }

  @Test
  void parametersThatDoNotFit_fail() {
    assertFails(
        IllegalArgumentException.class,
        () -> CkksParameters.builder(13).levels(7).build(),
        "expected at most 214 for 128 bits");
    assertFails(
        IllegalArgumentException.class,
        () -> CkksParameters.builder(13).levels(5).security(SecurityLevel.BITS_192).build(),
        "expected at most 147 for 192 bits");
    assertFails(
        IllegalArgumentException.class,
        () -> CkksParameters.builder(13).levels(3).scaleLog2(31).build(),
        "at most 2^30 for 1 primes a level");
    assertFails(
        IllegalArgumentException.class,
        () -> CkksParameters.builder(13).levels(2).primesPerLevel(3).specialPrimes(1).build(),
        "6 data primes and 3 a level");
    assertFails(
        IllegalArgumentException.class,
        () -> InsecureParameters.insecure(6, 5, 1, 2, 50),
        "5 data primes and 2 a level");
    assertFails(
        IllegalArgumentException.class,
        () -> CkksParameters.builder(13).levels(3).primeBits(31).build(),
        "31 bits");
    assertFails(
        IllegalArgumentException.class,
        () -> CkksParameters.builder(13).levels(0).build(),
        "0 levels");
    assertFails(
        IllegalArgumentException.class, () -> S.parameters.limbs(3), "got 3, expected 0 to 2");
  }

  private static void assertFails(
      Class<? extends RuntimeException> type, Runnable misuse, String... parts) {
    String message = assertThrows(type, misuse::run).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), "'%s' in '%s'".formatted(part, message));
    }
  }
}
