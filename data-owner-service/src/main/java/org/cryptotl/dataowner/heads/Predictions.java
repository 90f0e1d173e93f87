package org.cryptotl.dataowner.heads;

import java.util.List;
import org.cryptotl.dataowner.features.Statistics;

/**
 * What a head says of some samples.
 *
 * @param predictions one a sample, in order
 * @param statistics what the features cost
 * @param headMillis what the head took
 * @param elapsedMillis all together
 */
public record Predictions(
    List<Prediction> predictions, Statistics statistics, double headMillis, double elapsedMillis) {

  /** Copies the list. */
  public Predictions {
    predictions = List.copyOf(predictions);
  }

  /**
   * What a head says of one sample.
   *
   * @param label the most probable one
   * @param probability of it
   * @param probabilities of all labels, in the dataset's order
   */
  public record Prediction(String label, double probability, List<Double> probabilities) {}
}
