package org.cryptotl.modelowner.training;

import java.util.List;
import org.cryptotl.nn.format.StoredModel;

/**
 * A base network.
 *
 * @param model the frozen layers with the scaler and the encoder's name
 * @param samples scaled inputs to plan with: held-out rows, or random ones under privacy
 * @param report what may be told
 */
public record TrainedBase(StoredModel model, List<float[]> samples, TrainingReport report) {

  /** Copies the list. */
  public TrainedBase {
    samples = List.copyOf(samples);
  }

  @Override
  public String toString() {
    return "TrainedBase[redacted, %s]".formatted(report);
  }
}
