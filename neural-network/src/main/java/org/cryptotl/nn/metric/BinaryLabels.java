package org.cryptotl.nn.metric;

/** What the measures of two classes ask of labels and scores. */
final class BinaryLabels {

  private BinaryLabels() {}

  static void check(String measure, int[] truth, double[] scores) {
    if (truth.length == 0 || truth.length != scores.length) {
      throw new IllegalArgumentException(
          "%s: got %d labels and %d scores, expected as many of each, at least 1"
              .formatted(measure, truth.length, scores.length));
    }
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] != 0 && truth[i] != 1) {
        throw new IllegalArgumentException(
            "%s: label %d is %d, expected 0 or 1".formatted(measure, i, truth[i]));
      }
      if (!Double.isFinite(scores[i])) {
        throw new IllegalArgumentException("%s: score %d is not finite".formatted(measure, i));
      }
    }
  }

  static void checkProbabilities(String measure, int[] truth, double[] probabilities) {
    check(measure, truth, probabilities);
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] < 0 || probabilities[i] > 1) {
        throw new IllegalArgumentException(
            "%s: score %d is outside of [0, 1], expected a probability".formatted(measure, i));
      }
    }
  }
}
