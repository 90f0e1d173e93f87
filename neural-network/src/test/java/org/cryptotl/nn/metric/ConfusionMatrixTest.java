package org.cryptotl.nn.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class ConfusionMatrixTest {

  /** Builds labels and predictions from counts. */
  private static ConfusionMatrix ofCounts(int[][] counts) {
    int total = 0;
    for (int[] row : counts) {
      for (int n : row) {
        total += n;
      }
    }
    int[] truth = new int[total];
    int[] predicted = new int[total];
    int at = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        for (int k = 0; k < counts[i][j]; k++) {
          truth[at] = i;
          predicted[at++] = j;
        }
      }
    }
    return ConfusionMatrix.of(truth, predicted, counts.length);
  }

  /** By hand: TN 50, FP 10, FN 5, TP 35. */
  @Test
  void twoClasses_areCountedAsByHand() {
    ConfusionMatrix m = ofCounts(new int[][] {{50, 10}, {5, 35}});
    assertEquals(100, m.total());
    assertEquals(10, m.count(0, 1));
    assertEquals(0.85, m.accuracy(), 1e-15);
    assertEquals((50.0 / 60 + 35.0 / 40) / 2, m.balancedAccuracy(), 1e-15);
    assertEquals(35.0 / 45, m.precision(1), 1e-15);
    assertEquals(35.0 / 40, m.recall(1), 1e-15);
    assertEquals(70.0 / 85, m.f1(1), 1e-15);
    // Expected agreement: 0.60 * 0.55 + 0.40 * 0.45 = 0.51; kappa = (0.85 - 0.51) / 0.49.
    assertEquals(0.34 / 0.49, m.kappa(), 1e-15);
  }

  /** Cohen's own kind of example: 45 + 15 against 25 + 15 of 100, kappa 0.1304 by hand. */
  @Test
  void kappa_ofWeakAgreement() {
    assertEquals(0.13043478260869565, ofCounts(new int[][] {{45, 15}, {25, 15}}).kappa(), 1e-15);
  }

  @Test
  void threeClasses_areAveragedOverTheClasses() {
    ConfusionMatrix m = ofCounts(new int[][] {{2, 1, 0}, {0, 3, 1}, {1, 0, 2}});
    assertEquals(7.0 / 10, m.accuracy(), 1e-15);
    assertEquals((2.0 / 3 + 3.0 / 4 + 2.0 / 3) / 3, m.macroPrecision(), 1e-15);
    assertEquals((2.0 / 3 + 3.0 / 4 + 2.0 / 3) / 3, m.macroRecall(), 1e-15);
    assertEquals((4.0 / 6 + 6.0 / 8 + 4.0 / 6) / 3, m.macroF1(), 1e-15);
    // Expected: (3*3 + 4*4 + 3*3) / 100 = 0.34.
    assertEquals((0.7 - 0.34) / 0.66, m.kappa(), 1e-15);
  }

  @Test
  void classThatIsNeverPredictedOrNeverOccurs_hasZeroNotNaN() {
    ConfusionMatrix m = ofCounts(new int[][] {{3, 1, 0}, {2, 0, 0}, {0, 0, 0}});
    assertEquals(0, m.precision(2));
    assertEquals(0, m.recall(2));
    assertEquals(0, m.f1(2));
    assertEquals(0, m.f1(1));
    assertEquals((0.75 + 0) / 2, m.balancedAccuracy(), 1e-15, "class 2 does not occur");
  }

  @Test
  void kappa_whereAllIsOneClass_isZero() {
    assertEquals(0, ofCounts(new int[][] {{4, 0}, {0, 0}}).kappa());
  }

  @Test
  void wrongInput_isRefusedWithNumbers() {
    assertMessage("got 1 classes", () -> ConfusionMatrix.of(new int[1], new int[1], 1));
    assertMessage("got 2 labels and 1", () -> ConfusionMatrix.of(new int[2], new int[1], 2));
    assertMessage("at least 1", () -> ConfusionMatrix.of(new int[0], new int[0], 2));
    assertMessage(
        "prediction 1 is class 2", () -> ConfusionMatrix.of(new int[2], new int[] {0, 2}, 2));
  }

  private static void assertMessage(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
