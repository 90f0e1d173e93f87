package org.cryptotl.nn.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures of scores and probabilities: ROC, log loss, calibration. */
@Tag("once")
class ScoresTest {

  @Test
  void rocArea_ofSmallCases() {
    assertEquals(0.75, area(new int[] {0, 0, 1, 1}, 0.1, 0.4, 0.35, 0.8), 1e-15);
    assertEquals(1, area(new int[] {0, 0, 1, 1}, 1, 2, 3, 4), 1e-15);
    assertEquals(0, area(new int[] {1, 1, 0, 0}, 1, 2, 3, 4), 1e-15);
  }

  @Test
  void rocArea_countsTiesHalf() {
    assertEquals(0.5, area(new int[] {0, 1, 0, 1}, 7, 7, 7, 7), 1e-15);
    // Pairs: (0.5, 0.5) tie, (0.5, 0.9) right, (0.2, 0.5) right, (0.2, 0.9) right.
    assertEquals(3.5 / 4, area(new int[] {0, 1, 0, 1}, 0.5, 0.5, 0.2, 0.9), 1e-15);
  }

  /** The area is the Mann-Whitney statistic: the share of pairs in the right order. */
  @Test
  void rocArea_isTheShareOfRightPairs() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int n = 200;
    int[] truth = new int[n];
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      truth[i] = i < 2 ? i : random.nextInt(2);
      scores[i] = random.nextInt(20) + truth[i] * 3;
    }
    double right = 0;
    long pairs = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (truth[i] == 1 && truth[j] == 0) {
          pairs++;
          right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    assertEquals(right / pairs, area(truth, scores), 1e-12, "seed " + seed);
  }

  @Test
  void rocPoints_areOneForEachScore() {
    RocCurve curve = RocCurve.of(new int[] {1, 0, 1, 0}, new double[] {0.9, 0.5, 0.5, 0.1});
    assertEquals(
        "[(0.0, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 1.0)]",
        curve.points().stream()
            .map(p -> "(%s, %s)".formatted(p.falsePositiveRate(), p.truePositiveRate()))
            .toList()
            .toString());
    assertEquals(0.5, curve.points().get(2).threshold());
  }

  @Test
  void rocCurve_ofOneClass_isRefused() {
    assertMessage("got 2 positive and 0 negative", () -> area(new int[] {1, 1}, 0, 1));
    assertMessage("score 1 is not finite", () -> area(new int[] {1, 0}, 0, Double.NaN));
    assertMessage("label 0 is 2", () -> area(new int[] {2, 0}, 0, 1));
  }

  @Test
  void logLoss_byHand() {
    int[] truth = {1, 0, 1};
    double[] p = {0.8, 0.4, 0.5};
    double expected = -(Math.log(0.8) + Math.log(0.6) + Math.log(0.5)) / 3;
    assertEquals(expected, LogLoss.binary(truth, p), 1e-15);
    assertEquals(
        expected,
        LogLoss.multiclass(truth, new double[][] {{0.2, 0.8}, {0.6, 0.4}, {0.5, 0.5}}),
        1e-15);
    assertEquals(
        -(Math.log(0.7) + Math.log(0.1)) / 2,
        LogLoss.multiclass(new int[] {2, 0}, new double[][] {{0.1, 0.2, 0.7}, {0.1, 0.6, 0.3}}),
        1e-15);
  }

  @Test
  void logLoss_ofACertainWrongAnswer_isFinite() {
    assertEquals(-Math.log(1e-15), LogLoss.binary(new int[] {1}, new double[] {0}), 1e-12);
  }

  @Test
  void logLoss_refusesWhatIsNoProbability() {
    assertMessage("outside of [0, 1]", () -> LogLoss.binary(new int[] {1}, new double[] {1.5}));
    assertMessage(
        "sums to 0.9000", () -> LogLoss.multiclass(new int[] {1}, new double[][] {{0.5, 0.4}}));
    assertMessage("class 2", () -> LogLoss.multiclass(new int[] {2}, new double[][] {{0.5, 0.5}}));
  }

  /** Two bins by hand: (0.1, 0.3 | one of two positive), (0.6, 0.8, 1.0 | two of three). */
  @Test
  void calibration_byHand() {
    Calibration c =
        Calibration.of(new int[] {0, 1, 1, 0, 1}, new double[] {0.1, 0.3, 0.6, 0.8, 1.0}, 2);
    assertEquals(2, c.bins().get(0).count());
    assertEquals(0.2, c.bins().get(0).meanProbability(), 1e-15);
    assertEquals(0.5, c.bins().get(0).positiveShare(), 1e-15);
    assertEquals(0.8, c.bins().get(1).meanProbability(), 1e-15);
    assertEquals(2.0 / 3, c.bins().get(1).positiveShare(), 1e-15);
    assertEquals(0.4 * 0.3 + 0.6 * (0.8 - 2.0 / 3), c.expectedError(), 1e-15);
    assertEquals(0.3, c.maximumError(), 1e-15);
  }

  @Test
  void calibration_ofRightProbabilities_isSmall() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int n = 100_000;
    int[] truth = new int[n];
    double[] p = new double[n];
    for (int i = 0; i < n; i++) {
      p[i] = random.nextDouble();
      truth[i] = random.nextDouble() < p[i] ? 1 : 0;
    }
    double error = Calibration.of(truth, p, 10).expectedError();
    assertTrue(error < 0.02, "seed %d, error %f".formatted(seed, error));
  }

  @Test
  void binaryReport_putsThemTogether() {
    int[] truth = {0, 0, 1, 1};
    double[] p = {0.1, 0.4, 0.35, 0.8};
    BinaryReport report = BinaryReport.of(truth, p);
    assertEquals(0.75, report.accuracy());
    assertEquals(0.75, report.balancedAccuracy());
    assertEquals(1, report.precision());
    assertEquals(0.5, report.recall());
    assertEquals(2.0 / 3, report.f1(), 1e-15);
    assertEquals(0.5, report.kappa(), 1e-15);
    assertEquals(0.75, report.rocArea().orElseThrow(), 1e-15);
    assertEquals(LogLoss.binary(truth, p), report.logLoss());
    assertTrue(BinaryReport.of(new int[] {1}, new double[] {0.9}).rocArea().isEmpty());
  }

  private static double area(int[] truth, double... scores) {
    return RocCurve.of(truth, scores).area();
  }

  private static void assertMessage(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
