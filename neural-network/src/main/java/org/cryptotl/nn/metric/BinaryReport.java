package org.cryptotl.nn.metric;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * All that is reported about a classifier of two classes; class 1 is the positive one.
 *
 * @param confusion counts at the threshold 0.5
 * @param rocArea area under the ROC curve; absent where only one class occurs
 * @param logLoss mean negative logarithm of the probability of the true class, in nats
 * @param calibration reliability diagram of ten bins
 */
public record BinaryReport(
    ConfusionMatrix confusion, OptionalDouble rocArea, double logLoss, Calibration calibration) {

  private static final int BINS = 10;

  /**
   * Measures predictions.
   *
   * @param truth 0 or 1; at least one
   * @param probabilities of class 1, in [0, 1], as many
   */
  public static BinaryReport of(int[] truth, double[] probabilities) {
    double logLoss = LogLoss.binary(truth, probabilities);
    int[] predicted = DoubleStream.of(probabilities).mapToInt(p -> p >= 0.5 ? 1 : 0).toArray();
    boolean bothOccur = IntStream.of(truth).distinct().count() == 2;
    return new BinaryReport(
        ConfusionMatrix.of(truth, predicted, 2),
        bothOccur
            ? OptionalDouble.of(RocCurve.of(truth, probabilities).area())
            : OptionalDouble.empty(),
        logLoss,
        Calibration.of(truth, probabilities, BINS));
  }

  /** The share of right predictions. */
  public double accuracy() {
    return confusion.accuracy();
  }

  /** The mean of the recalls of both classes. */
  public double balancedAccuracy() {
    return confusion.balancedAccuracy();
  }

  /** The precision of class 1. */
  public double precision() {
    return confusion.precision(1);
  }

  /** The recall of class 1. */
  public double recall() {
    return confusion.recall(1);
  }

  /** The F1 of class 1. */
  public double f1() {
    return confusion.f1(1);
  }

  /** Cohen's kappa. */
  public double kappa() {
    return confusion.kappa();
  }
}
