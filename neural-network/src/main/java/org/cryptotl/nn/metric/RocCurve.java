package org.cryptotl.nn.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The receiver operating characteristic: the rates of true and of false positives for every
 * threshold on a score.
 *
 * @param points from (0, 0) to (1, 1), one for each distinct score
 */
public record RocCurve(List<Point> points) {

  /**
   * One threshold.
   *
   * @param threshold examples with a score of at least this are taken for positive; infinite at the
   *     first point
   * @param falsePositiveRate share of the negative examples that is taken for positive
   * @param truePositiveRate share of the positive examples that is taken for positive
   */
  public record Point(double threshold, double falsePositiveRate, double truePositiveRate) {}

  /** Copies the list. */
  public RocCurve {
    points = List.copyOf(points);
  }

  /**
   * The curve of scores. Examples with equal scores are one step of it, whatever their order.
   *
   * @param truth 0 or 1; each occurs
   * @param scores the greater, the more likely 1; finite
   */
  public static RocCurve of(int[] truth, double[] scores) {
    BinaryLabels.check("ROC curve", truth, scores);
    long positives = IntStream.of(truth).sum();
    long negatives = truth.length - positives;
    if (positives == 0 || negatives == 0) {
      throw new IllegalArgumentException(
          "ROC curve: got %d positive and %d negative examples, expected at least 1 of each"
              .formatted(positives, negatives));
    }
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Point> points = new ArrayList<>();
    points.add(new Point(Double.POSITIVE_INFINITY, 0, 0));
    long truePositives = 0;
    long falsePositives = 0;
    for (int k = 0; k < order.length; k++) {
      truePositives += truth[order[k]];
      falsePositives += 1 - truth[order[k]];
      if (k + 1 == order.length || scores[order[k + 1]] != scores[order[k]]) {
        points.add(
            new Point(
                scores[order[k]],
                (double) falsePositives / negatives,
                (double) truePositives / positives));
      }
    }
    return new RocCurve(points);
  }

  /**
   * The area under the curve, in [0, 1]: the chance that a positive example scores more than a
   * negative one, ties counted half.
   */
  public double area() {
    double area = 0;
    for (int k = 1; k < points.size(); k++) {
      Point a = points.get(k - 1);
      Point b = points.get(k);
      area +=
          (b.falsePositiveRate() - a.falsePositiveRate())
              * (a.truePositiveRate() + b.truePositiveRate())
              / 2;
    }
    return area;
  }
}
