package org.cryptotl.endtoend;

import java.util.List;
import org.cryptotl.nn.metric.ConfusionMatrix;

/**
 * How good some predictions are.
 *
 * @param accuracy share of those that are right
 * @param macroF1 mean F1 of the labels
 * @param standardError of the accuracy
 */
record Score(double accuracy, double macroF1, double standardError) {

  /**
   * Compares predictions with the truth.
   *
   * @param labels all of them
   */
  static Score of(List<String> truth, List<String> predicted, List<String> labels) {
    ConfusionMatrix confusion =
        ConfusionMatrix.of(numbers(truth, labels), numbers(predicted, labels), labels.size());
    double accuracy = confusion.accuracy();
    return new Score(
        accuracy, confusion.macroF1(), Math.sqrt(accuracy * (1 - accuracy) / truth.size()));
  }

  private static int[] numbers(List<String> names, List<String> labels) {
    return names.stream().mapToInt(labels::indexOf).toArray();
  }
}
