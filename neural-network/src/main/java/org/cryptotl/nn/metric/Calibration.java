package org.cryptotl.nn.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities mean what they say: of the examples that got a probability near p, a share
 * near p should be positive.
 *
 * @param bins the reliability diagram: [0, 1] in parts of equal width, empty ones included
 */
public record Calibration(List<Bin> bins) {

  /**
   * The examples whose probability lies in one part of [0, 1].
   *
   * @param from least probability
   * @param to greatest probability; it belongs to the next bin, but for 1
   * @param count number of examples
   * @param meanProbability mean of their probabilities; 0 without examples
   * @param positiveShare share of them that is positive; 0 without examples
   */
  public record Bin(
      double from, double to, long count, double meanProbability, double positiveShare) {}

  /** Copies the list. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Puts probabilities into bins.
   *
   * @param truth 0 or 1
   * @param probabilities of class 1, in [0, 1], as many
   * @param bins number of bins, at least 1
   */
  public static Calibration of(int[] truth, double[] probabilities, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException(
          "calibration: got %d bins, expected at least 1".formatted(bins));
    }
    BinaryLabels.checkProbabilities("calibration", truth, probabilities);
    long[] counts = new long[bins];
    long[] positives = new long[bins];
    double[] sums = new double[bins];
    for (int i = 0; i < truth.length; i++) {
      int bin = Math.min(bins - 1, (int) (probabilities[i] * bins));
      counts[bin]++;
      positives[bin] += truth[i];
      sums[bin] += probabilities[i];
    }
    List<Bin> diagram = new ArrayList<>();
    for (int b = 0; b < bins; b++) {
      double divisor = Math.max(1, counts[b]);
      diagram.add(
          new Bin(
              (double) b / bins,
              (double) (b + 1) / bins,
              counts[b],
              sums[b] / divisor,
              positives[b] / divisor));
    }
    return new Calibration(diagram);
  }

  /**
   * The expected calibration error (Naeini et al. 2015; Guo et al. 2017, equation 3): the mean
   * distance of share and probability, weighted by the bins' counts; in [0, 1].
   */
  public double expectedError() {
    double sum = 0;
    long total = 0;
    for (Bin bin : bins) {
      sum += bin.count() * Math.abs(bin.positiveShare() - bin.meanProbability());
      total += bin.count();
    }
    return sum / total;
  }

  /** The greatest distance of share and probability over the bins with examples; in [0, 1]. */
  public double maximumError() {
    return bins.stream()
        .filter(bin -> bin.count() > 0)
        .mapToDouble(bin -> Math.abs(bin.positiveShare() - bin.meanProbability()))
        .max()
        .orElseThrow();
  }
}
