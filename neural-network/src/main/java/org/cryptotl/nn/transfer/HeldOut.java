package org.cryptotl.nn.transfer;

import java.util.Arrays;
import java.util.List;
import org.cryptotl.nn.metric.ConfusionMatrix;
import org.cryptotl.nn.metric.LogLoss;

/** What a candidate said of samples that it had not seen, in each repetition of the folds. */
final class HeldOut {

  private final double[][][] probabilities;
  private final int[] labels;
  private final double[] importance;
  private final double[] losses;
  private final int[] predicted;

  /**
   * Collects.
   *
   * @param probabilities one array a repetition, one row a sample, one column a class
   * @param importance factor of each sample's loss
   */
  HeldOut(double[][][] probabilities, int[] labels, double[] importance) {
    this.probabilities = probabilities;
    this.labels = labels;
    this.importance = importance;
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

  /** What the weighted mean of candidates' scores says: of one task, with shares of sum 1. */
  static HeldOut pool(List<HeldOut> heads, List<Double> shares) {
    HeldOut first = heads.getFirst();
    double[][][] pooled = new double[first.probabilities.length][first.labels.length][];
    for (int r = 0; r < pooled.length; r++) {
      for (int i = 0; i < pooled[r].length; i++) {
        double[] p = new double[first.probabilities[r][i].length];
        Arrays.fill(p, 1);
        for (int h = 0; h < heads.size(); h++) {
          double[] said = heads.get(h).probabilities[r][i];
          for (int c = 0; c < p.length; c++) {
            p[c] *= Math.pow(Math.max(said[c], LogLoss.FLOOR), shares.get(h));
          }
        }
        double sum = Arrays.stream(p).sum();
        pooled[r][i] = Arrays.stream(p).map(each -> each / sum).toArray();
      }
    }
    return new HeldOut(pooled, first.labels, first.importance);
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
