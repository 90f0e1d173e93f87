package org.cryptotl.modelowner.training;

import java.util.List;

/**
 * What came of a training: public facts.
 *
 * @param rows of the source, training and held-out ones
 * @param classes the labels
 * @param bestEpoch whose weights were taken
 * @param validationLoss of that epoch
 * @param validationAccuracy of that epoch
 * @param epsilon what was spent of privacy; null without
 * @param delta the probability that the guarantee fails; null without
 */
public record TrainingReport(
    int rows,
    List<String> classes,
    int bestEpoch,
    double validationLoss,
    double validationAccuracy,
    Double epsilon,
    Double delta) {

  /** Copies the list. */
  public TrainingReport {
    classes = List.copyOf(classes);
  }
}
