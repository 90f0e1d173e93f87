package org.cryptotl.nn.metric;

/**
 * The mean negative logarithm of the probability that was given to the true class, in nats; at
 * least 0.
 *
 * <p>Probabilities are taken to be at least {@link #FLOOR}, so that one certain and wrong answer
 * does not hide all others behind an infinity.
 */
public final class LogLoss {

  /** The least probability that is told from zero. */
  public static final double FLOOR = 1e-15;

  private LogLoss() {}

  /**
   * The loss with two classes.
   *
   * @param truth 0 or 1
   * @param probabilities of class 1, in [0, 1], as many
   */
  public static double binary(int[] truth, double[] probabilities) {
    BinaryLabels.checkProbabilities("log loss", truth, probabilities);
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum -= logarithm(truth[i] == 1 ? probabilities[i] : 1 - probabilities[i]);
    }
    return sum / truth.length;
  }

  /**
   * The loss with any number of classes.
   *
   * @param truth the true classes
   * @param probabilities one row an example, one column a class; each row sums to 1 within 1e-3
   */
  public static double multiclass(int[] truth, double[][] probabilities) {
    if (truth.length == 0 || truth.length != probabilities.length) {
      throw new IllegalArgumentException(
          "log loss: got %d labels and %d rows, expected as many of each, at least 1"
              .formatted(truth.length, probabilities.length));
    }
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      double[] row = probabilities[i];
      if (truth[i] < 0 || truth[i] >= row.length) {
        throw new IllegalArgumentException(
            "log loss: label %d is class %d, its row has %d classes"
                .formatted(i, truth[i], row.length));
      }
      checkDistribution(i, row);
      sum -= logarithm(row[truth[i]]);
    }
    return sum / truth.length;
  }

  private static void checkDistribution(int index, double[] row) {
    double total = 0;
    for (double p : row) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException(
            "log loss: row %d has an entry outside of [0, 1], expected probabilities"
                .formatted(index));
      }
      total += p;
    }
    if (Math.abs(total - 1) > 1e-3) {
      throw new IllegalArgumentException(
          "log loss: row %d sums to %.4f, expected 1".formatted(index, total));
    }
  }

  private static double logarithm(double p) {
    return Math.log(Math.max(p, FLOOR));
  }
}
