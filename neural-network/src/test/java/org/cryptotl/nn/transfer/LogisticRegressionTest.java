package org.cryptotl.nn.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
class LogisticRegressionTest {

  private static final double L2 = 0.05;

  /**
   * With more rows than entries, as many, and fewer: those go through coordinates of their span.
   */
  @ParameterizedTest
  @CsvSource({"60, 7, 2", "60, 7, 3", "20, 20, 2", "12, 40, 2", "15, 40, 4"})
  void fit_isWhereTheGradientIsZero(int rows, int width, int classes) {
    float[][] x = rows(rows, width, 1);
    int[] labels = labels(x, classes);
    double[] importance = new double[rows];
    Arrays.setAll(importance, i -> 0.5 + i % 3);
    Design design = new Design(x);
    LogisticRegression regression = new LogisticRegression(design, labels, classes);
    double[] point = regression.fit(importance, L2, new double[regression.size()]);
    double[] gradient = gradient(x, labels, classes, importance, design, point);
    assertArrayEquals(new double[gradient.length], gradient, 2e-3);
    assertEquals(classes == 2 ? 1 : classes, point.length / (design.width() + 1));
  }

  @Test
  void rowsOfNoImportance_areNotLearntFrom() {
    float[][] x = rows(40, 5, 2);
    int[] labels = labels(x, 2);
    int[] flipped = labels.clone();
    double[] importance = new double[40];
    Arrays.fill(importance, 1);
    for (int i = 30; i < 40; i++) {
      importance[i] = 0;
      flipped[i] = 1 - labels[i];
    }
    LogisticRegression one = new LogisticRegression(new Design(x), labels, 2);
    LogisticRegression other = new LogisticRegression(new Design(x), flipped, 2);
    assertArrayEquals(
        one.fit(importance, L2, new double[one.size()]),
        other.fit(importance, L2, new double[other.size()]));
  }

  @Test
  void repeatedRows_areNoTrouble() {
    float[][] x = rows(10, 30, 3);
    x[1] = x[0];
    x[2] = x[0];
    int[] labels = {1, 1, 1, 0, 0, 0, 1, 0, 1, 0};
    LogisticRegression regression = new LogisticRegression(new Design(x), labels, 2);
    double[] ones = new double[10];
    Arrays.fill(ones, 1);
    double[][] p =
        regression.probabilities(regression.fit(ones, 1e-3, new double[regression.size()]));
    for (int i = 0; i < 10; i++) {
      assertEquals(labels[i], p[i][1], 0.3, "row " + i);
    }
  }

  /** The gradient by weights of the rows' own entries and biases, worked out plainly. */
  private static double[] gradient(
      float[][] x, int[] labels, int classes, double[] importance, Design design, double[] point) {
    int scores = classes == 2 ? 1 : classes;
    int width = x[0].length;
    float[] weights = new float[scores * design.width()];
    for (int j = 0; j < weights.length; j++) {
      weights[j] = (float) point[j];
    }
    double[] gradient = new double[scores * (width + 1)];
    float[][] w = new float[scores][];
    for (int c = 0; c < scores; c++) {
      w[c] = design.original(weights, c * design.width());
      for (int j = 0; j < width; j++) {
        gradient[c * width + j] = L2 * w[c][j];
      }
    }
    double total = Arrays.stream(importance).sum();
    for (int i = 0; i < x.length; i++) {
      double[] e = new double[scores];
      for (int c = 0; c < scores; c++) {
        double z = point[weights.length + c];
        for (int j = 0; j < width; j++) {
          z += w[c][j] * x[i][j];
        }
        e[c] = Math.exp(z);
      }
      double sum = scores == 1 ? 1 + e[0] : Arrays.stream(e).sum();
      for (int c = 0; c < scores; c++) {
        double truth = labels[i] == (scores == 1 ? 1 : c) ? 1 : 0;
        double residual = importance[i] / total * (e[c] / sum - truth);
        for (int j = 0; j < width; j++) {
          gradient[c * width + j] += residual * x[i][j];
        }
        gradient[scores * width + c] += residual;
      }
    }
    return gradient;
  }

  private static float[][] rows(int rows, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] x = new float[rows][width];
    for (float[] row : x) {
      for (int j = 0; j < width; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return x;
  }

  private static int[] labels(float[][] x, int classes) {
    int[] labels = new int[x.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = classes == 2 ? (x[i][0] + x[i][1] > 0 ? 1 : 0) : i % classes;
    }
    return labels;
  }
}
