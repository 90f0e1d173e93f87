package org.cryptotl.he.rlwe;

import static org.cryptotl.he.rlwe.Secrets.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.CoeffPoly;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.ring.UniformSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySwitcherTest {

  private static final int LOG_N = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A relinearisation key is as good as any: c s^2 against d_0 + d_1 s. */
  @ParameterizedTest
  @CsvSource({"5, 2", "4, 2", "6, 1", "3, 3", "5, 3", "2, 3"})
  void errorOfASwitch_hasTheEstimatedSigma(int data, int special) {
    RlweParameters parameters = InsecureParameters.insecure(LOG_N, data, special).rlwe();
    KeyGenerator generator = new KeyGenerator(parameters, RANDOM);
    SecretKey secret = generator.secretKey();
    KeySwitcher switcher = new KeySwitcher(parameters, Parallel.NONE);
    SwitchingKey full = generator.relinearizationKey(secret, data);
    for (int limbs = 1; limbs <= data; limbs++) {
      NttPoly c = UniformSampler.sample(parameters.data(limbs), Seed.random(RANDOM), 0);
      double estimate = switcher.errorSigma(limbs);
      double measured = sigma(parameters, secret, c, switcher.switchKey(c, full));
      assertEquals(1, measured / estimate, 0.25, limbs + " limbs, key for all");
      if ((limbs - 1) % special != 0) {
        continue;
      }
      SwitchingKey trimmed = generator.relinearizationKey(secret, limbs);
      measured = sigma(parameters, secret, c, switcher.switchKey(c, trimmed));
      assertEquals(1, measured / estimate, 0.25, limbs + " limbs, trimmed key");
    }
  }

  private static double sigma(
      RlweParameters parameters, SecretKey secret, NttPoly c, NttPoly[] switched) {
    NttPoly s = whole(secret).prefix(c.basis().size());
    NttPoly error = switched[1].multiplyAdd(s, switched[0]).subtract(c.multiply(s.multiply(s)));
    CoeffPoly coefficients = error.toCoefficients();
    double squares = 0;
    for (int k = 0; k < parameters.degree(); k++) {
      double e = coefficients.centered(k).doubleValue();
      squares += e * e;
    }
    return Math.sqrt(squares / parameters.degree());
  }

  @Test
  void oneDecomposition_servesManyKeys() {
    RlweParameters parameters = InsecureParameters.insecure(LOG_N, 5, 2).rlwe();
    KeyGenerator generator = new KeyGenerator(parameters, RANDOM);
    SecretKey secret = generator.secretKey();
    KeySwitcher switcher = new KeySwitcher(parameters, Parallel.NONE);
    NttPoly c = UniformSampler.sample(parameters.data(4), Seed.random(RANDOM), 0);
    try (Decomposition decomposition = switcher.decompose(c)) {
      assertEquals(4, decomposition.limbs());
      for (int limbs = 4; limbs <= 5; limbs++) {
        SwitchingKey key = generator.relinearizationKey(secret, limbs);
        NttPoly[] hoisted = {NttPoly.zero(c.basis()), NttPoly.zero(c.basis())};
        switcher.switchKey(decomposition, key, hoisted[0].limbs(), hoisted[1].limbs());
        NttPoly[] alone = switcher.switchKey(c, key);
        assertTrue(hoisted[0].sameAs(alone[0]));
        assertTrue(hoisted[1].sameAs(alone[1]));
      }
    }
  }

  @Test
  void divisionByPAndTheLastPrimes_roundsToTheNearest() {
    RlweParameters parameters = InsecureParameters.insecure(6, 5, 2).rlwe();
    KeySwitcher switcher = new KeySwitcher(parameters, Parallel.NONE);
    for (int limbs = 1; limbs <= 5; limbs++) {
      NttPoly c = UniformSampler.sample(parameters.data(limbs), Seed.random(RANDOM), 0);
      for (int drop = 0; drop <= 2 && drop < limbs; drop++) {
        int[][] extended = new int[limbs + 2][parameters.degree()];
        switcher.addLifted(c.limbs(), extended);
        NttPoly quotient = switcher.modDown(limbs, drop, extended);
        assertEquals(parameters.data(limbs - drop), quotient.basis());
        assertNearest(c, quotient);
      }
    }
  }

  /** c - D quotient is at most D / 2 in size, D the primes that the quotient lacks. */
  private static void assertNearest(NttPoly c, NttPoly quotient) {
    BigInteger divisor = c.basis().product().divide(quotient.basis().product());
    CoeffPoly dividend = c.toCoefficients();
    CoeffPoly coefficients = quotient.toCoefficients();
    for (int k = 0; k < c.basis().degree(); k++) {
      BigInteger rest =
          dividend
              .centered(k)
              .subtract(coefficients.centered(k).multiply(divisor))
              .mod(c.basis().product());
      BigInteger size = rest.min(c.basis().product().subtract(rest));
      assertTrue(size.shiftLeft(1).compareTo(divisor) <= 0);
    }
  }

  @Test
  void decompositionOfAQuotient_isThatOfTheDivided() {
    RlweParameters parameters = InsecureParameters.insecure(6, 5, 2).rlwe();
    KeyGenerator generator = new KeyGenerator(parameters, RANDOM);
    SecretKey secret = generator.secretKey();
    KeySwitcher switcher = new KeySwitcher(parameters, Parallel.NONE);
    NttPoly c = UniformSampler.sample(parameters.data(5), Seed.random(RANDOM), 0);
    for (int drop = 0; drop <= 2; drop++) {
      int[][] extended = new int[7][parameters.degree()];
      switcher.addLifted(c.limbs(), extended);
      int[][] again = Arrays.stream(extended).map(int[]::clone).toArray(int[][]::new);
      SwitchingKey key = generator.relinearizationKey(secret, 5 - drop);
      NttPoly[] expected = switcher.switchKey(switcher.modDown(5, drop, extended), key);
      NttPoly[] got = {
        NttPoly.zero(parameters.data(5 - drop)), NttPoly.zero(parameters.data(5 - drop))
      };
      try (Decomposition decomposition = switcher.decompose(5, drop, again)) {
        switcher.switchKey(decomposition, key, got[0].limbs(), got[1].limbs());
      }
      assertTrue(got[0].sameAs(expected[0]));
      assertTrue(got[1].sameAs(expected[1]));
    }
  }

  @Test
  void moreThanTwoPrimesOrAll_areNotDropped() {
    RlweParameters parameters = InsecureParameters.insecure(6, 4, 2).rlwe();
    KeySwitcher switcher = new KeySwitcher(parameters, Parallel.NONE);
    for (int[] each : new int[][] {{4, 3, 2}, {4, -1, 2}, {2, 2, 1}, {1, 1, 0}}) {
      assertEquals(
          "division: got %d of %d data primes to drop, expected 0 to %d"
              .formatted(each[1], each[0], each[2]),
          assertThrows(
                  IllegalArgumentException.class,
                  () -> switcher.modDown(each[0], each[1], new int[each[0] + 2][64]))
              .getMessage());
    }
  }

  @Test
  void keyOfOtherParametersOrFewerLimbs_isRefused() {
    RlweParameters parameters = InsecureParameters.insecure(6, 4, 2).rlwe();
    RlweParameters others = InsecureParameters.insecure(6, 4, 1).rlwe();
    KeySwitcher switcher = new KeySwitcher(parameters, Parallel.NONE);
    KeyGenerator generator = new KeyGenerator(parameters, RANDOM);
    KeyGenerator other = new KeyGenerator(others, RANDOM);
    SwitchingKey low = generator.relinearizationKey(generator.secretKey(), 2);
    SwitchingKey foreign = other.relinearizationKey(other.secretKey(), 4);
    NttPoly c = UniformSampler.sample(parameters.data(4), Seed.random(RANDOM), 0);
    assertEquals(
        "switching key: it serves 2 limbs, expected 4",
        assertThrows(IllegalArgumentException.class, () -> switcher.switchKey(c, low))
            .getMessage());
    String message =
        assertThrows(HeException.ParameterMismatch.class, () -> switcher.switchKey(c, foreign))
            .getMessage();
    assertTrue(message.contains("1 special") && message.contains("2 special"), message);
  }
}
