package org.cryptotl.nn.transfer;

import org.cryptotl.nn.metric.ConfusionMatrix;
import org.cryptotl.nn.metric.LogLoss;

/** What a candidate said of samples that it had not seen, in each repetition of the folds. */
final class HeldOut {

  private final double[] losses;
  private final int[] predicted;

  /**
   * Collects.
   *
   * @param probabilities one array a repetition, one row a sample, one column a class
   * @param importance factor of each sample's loss
   */
  HeldOut(double[][][] probabilities, int[] labels, double[] importance) {
    losses = new double[labels.length];
    predicted = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      double[] mean = new double[probabilities[0][i].length];
      for (double[][] repetition : probabilities) {
        double p = Math.max(repetition[i][labels[i]], LogLoss.FLOOR);
        losses[i] -= importance[i] * Math.log(p) / probabilities.length;
        for (int c = 0; c < mean.length; c++) {
          mean[c] += repetition[i][c];
        }
      }
      for (int c = 1; c < mean.length; c++) {
        predicted[i] = mean[c] > mean[predicted[i]] ? c : predicted[i];
      }
    }
  }

  double logLoss() {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum / losses.length;
  }

  /** The standard error of the difference of the two losses, from those of single samples. */
  double errorOfDifference(HeldOut other) {
    double mean = logLoss() - other.logLoss();
    double squares = 0;
    for (int i = 0; i < losses.length; i++) {
      double d = losses[i] - other.losses[i] - mean;
      squares += d * d;
    }
    return Math.sqrt(squares / (losses.length - 1) / losses.length);
  }

  ConfusionMatrix confusion(int[] labels, int classes) {
    return ConfusionMatrix.of(labels, predicted, classes);
  }
}
