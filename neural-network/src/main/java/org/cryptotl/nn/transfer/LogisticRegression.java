package org.cryptotl.nn.transfer;

import java.util.Arrays;

/**
 * Logistic regression: the weights that make small the weighted mean of the logarithmic loss plus
 * half of {@code l2} times the squared weights (not biases). For two classes one score and a
 * sigmoid, for more one a class and a softmax.
 *
 * <p>The weights stand score by score, then the biases.
 */
final class LogisticRegression {

  private static final int MOST_STEPS = 200;

  private final Design design;
  private final int[] labels;
  private final int scores;
  private final float[][] score;
  private final float[][] residual;

  LogisticRegression(Design design, int[] labels, int classes) {
    this.design = design;
    this.labels = labels;
    this.scores = classes == 2 ? 1 : classes;
    this.score = new float[scores][design.rows()];
    this.residual = new float[scores][design.rows()];
  }

  /** Number of weights and biases. */
  int size() {
    return scores * (design.width() + 1);
  }

  /**
   * Learns.
   *
   * @param importance of each row, at least 0, not all 0; rows of importance 0 are not learnt from
   * @param l2 above 0
   * @param start where to start, {@link #size} numbers
   */
  double[] fit(double[] importance, double l2, double[] start) {
    double total = Arrays.stream(importance).sum();
    return LimitedMemoryBfgs.minimize(
        (point, gradient) -> evaluate(point, gradient, importance, total, l2), start, MOST_STEPS);
  }

  private double evaluate(
      double[] point, double[] gradient, double[] importance, double total, double l2) {
    int width = design.width();
    float[] weights = score(point);
    double loss = 0;
    for (int i = 0; i < labels.length; i++) {
      loss += importance[i] == 0 ? 0 : importance[i] * loss(i);
      for (int c = 0; c < scores; c++) {
        double p = Math.exp(logProbability(i, scores == 1 ? 1 : c));
        double truth = labels[i] == (scores == 1 ? 1 : c) ? 1 : 0;
        residual[c][i] = (float) (importance[i] * (p - truth) / total);
      }
    }
    float[] sums = new float[weights.length];
    Arrays.fill(gradient, 0);
    for (int c = 0; c < scores; c++) {
      design.addRows(residual[c], sums, c * width);
      for (float r : residual[c]) {
        gradient[scores * width + c] += r;
      }
    }
    double squares = 0;
    for (int j = 0; j < sums.length; j++) {
      gradient[j] = sums[j] + l2 * point[j];
      squares += point[j] * point[j];
    }
    return loss / total + l2 / 2 * squares;
  }

  /** Computes the scores of all rows. */
  private float[] score(double[] point) {
    float[] weights = new float[scores * design.width()];
    for (int j = 0; j < weights.length; j++) {
      weights[j] = (float) point[j];
    }
    for (int c = 0; c < scores; c++) {
      Arrays.fill(score[c], (float) point[weights.length + c]);
      design.addScores(weights, c * design.width(), score[c]);
    }
    return weights;
  }

  /** The probabilities of all rows: one array a row, one entry a class. */
  double[][] probabilities(double[] point) {
    score(point);
    double[][] p = new double[labels.length][Math.max(2, scores)];
    for (int i = 0; i < p.length; i++) {
      for (int c = 0; c < p[i].length; c++) {
        p[i][c] = Math.exp(logProbability(i, c));
      }
    }
    return p;
  }

  private double loss(int row) {
    return -logProbability(row, labels[row]);
  }

  private double logProbability(int row, int c) {
    if (scores == 1) {
      double margin = c == 1 ? score[0][row] : -score[0][row];
      return Math.min(margin, 0) - Math.log1p(Math.exp(-Math.abs(margin)));
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (float[] of : score) {
      largest = Math.max(largest, of[row]);
    }
    double sum = 0;
    for (float[] of : score) {
      sum += Math.exp(of[row] - largest);
    }
    return score[c][row] - largest - Math.log(sum);
  }
}
