package org.cryptotl.he.ckks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The formulas by numbers; that they hold for real errors is the evaluator's and encoder's test.
 */
@Tag("once")
class NoiseTest {

  private static final int LOG_N = 13;
  private static final double N = 8192;

  @Test
  void freshErrors_followTheirFormulas() {
    assertEquals(Math.sqrt(N * 10.5), Noise.freshSymmetric(LOG_N).sigma(), 1e-9);
    assertEquals(Math.sqrt(N * 10.5 * (1 + 4 * N / 3)), Noise.freshPublic(LOG_N).sigma(), 1e-6);
    assertEquals(Math.sqrt(N / 12), Noise.encoding(LOG_N, 0).sigma(), 1e-9);
    assertEquals(0, Noise.none(LOG_N).sigma());
  }

  @Test
  void roundingOfDoubles_showsAtLargeScalesOnly() {
    double rounding = Math.sqrt(N / 12);
    assertEquals(rounding, Noise.encoding(LOG_N, 0x1p40).sigma(), 1e-3);
    assertTrue(Noise.encoding(LOG_N, 0x1p60).sigma() > 10 * rounding);
    assertEquals(Math.scalb(Math.sqrt(13), 7), Noise.none(LOG_N).decoded(0x1p60).sigma(), 1e-9);
  }

  @Test
  void sums_addVariancesOrAtWorstDeviations() {
    Noise a = new Noise(LOG_N, 3);
    Noise b = new Noise(LOG_N, 4);
    assertEquals(5, a.add(b).sigma(), 1e-12);
    assertEquals(7, a.addDependent(b).sigma(), 1e-12);
    assertEquals(30, a.sum(100).sigma(), 1e-12);
    assertEquals(6, a.times(2).sigma(), 1e-12);
    assertEquals(a, a.dropToLevel());
  }

  @Test
  void product_isEachErrorTimesTheOthersMessage() {
    Noise a = new Noise(LOG_N, 3);
    Noise b = new Noise(LOG_N, 4);
    assertEquals(1000 * 4 + 500 * 3 + a.bound() * 4, a.multiply(1000, b, 500).sigma(), 1e-9);
    assertEquals(4000, Noise.none(LOG_N).multiply(1000, b, 500).sigma(), 1e-9);
  }

  @Test
  void rescaling_dividesAndRounds() {
    double rounding = Math.sqrt(N * (1 + 2 * N / 3) / 12);
    assertEquals(rounding, Noise.none(LOG_N).rescale(1 << 30).sigma(), 1e-6);
    assertEquals(
        Math.hypot(rounding, 1e6),
        new Noise(LOG_N, 1e6 * (1 << 30)).rescale(1 << 30).sigma(),
        1e-3);
    assertTrue(Noise.none(LOG_N).rescaleDegree2(1 << 30).sigma() > 100 * rounding);
  }

  @Test
  void keySwitch_addsWhatTheSwitcherSays() {
    CkksParameters parameters = InsecureParameters.insecure(8, 3, 1);
    KeySwitcher switcher = new KeySwitcher(parameters.rlwe(), Parallel.NONE);
    for (int limbs = 1; limbs <= 3; limbs++) {
      assertEquals(
          16 * switcher.errorSigma(limbs), Noise.none(8).keySwitch(switcher, limbs).sigma(), 1e-9);
    }
  }

  @Test
  void constants_areBoundedByHalfADiagonal() {
    assertEquals(Math.sqrt(0.5), Noise.constant(LOG_N).bound(), 1e-12);
  }

  /**
   * P(|e| > t) = integral of exp(-x - (t/sigma)^2 / x) over x > 0, for a product of two Gaussians.
   */
  @ParameterizedTest
  @CsvSource({"5, 40", "10, 40", "13, 40", "16, 40", "13, 20", "13, 1", "13, 64"})
  void bound_isExceededWithTheStatedProbability(int logN, int failureBits) {
    double a = new Noise(logN, 1).bound(failureBits);
    double probability = 0;
    double step = 1e-4;
    for (double logX = -8; logX < 8; logX += step) {
      double x = Math.exp(logX);
      probability += Math.exp(-x - a * a / x) * x * step;
    }
    double allSlots = Math.scalb(probability, logN - 1);
    double stated = Math.scalb(1.0, -failureBits);
    assertTrue(allSlots <= stated, allSlots + " is at most " + stated);
    assertTrue(allSlots >= 0.8 * stated, allSlots + " is nearly " + stated);
  }

  @Test
  void bound_is19SigmaAt8192() {
    assertEquals(20, new Noise(LOG_N, 1).bound(), 1);
    assertEquals(0, Noise.none(LOG_N).bound());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.NEGATIVE_INFINITY})
  void boundsAndSigmas_areNotNegative(double x) {
    assertThrows(IllegalArgumentException.class, () -> new Noise(LOG_N, x));
    assertThrows(IllegalArgumentException.class, () -> Noise.encoding(LOG_N, x));
    assertThrows(IllegalArgumentException.class, () -> Noise.none(LOG_N).times(x));
    assertThrows(IllegalArgumentException.class, () -> Noise.none(LOG_N).bound(0));
  }

  @Test
  void degrees_mustAgree() {
    Noise a = Noise.none(12);
    Noise b = Noise.none(13);
    for (Runnable each :
        java.util.List.<Runnable>of(
            () -> a.add(b), () -> a.addDependent(b), () -> a.multiply(1, b, 1))) {
      assertEquals(
          "noise: got one for N = 2^13, expected N = 2^12",
          assertThrows(IllegalArgumentException.class, each::run).getMessage());
    }
  }
}
