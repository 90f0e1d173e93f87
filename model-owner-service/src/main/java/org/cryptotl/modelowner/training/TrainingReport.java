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
 * @param validationF1 mean of the labels' F1 over the held-out rows
 * @param validationKappa Cohen's kappa over the held-out rows
 * @param folds what came of each fold; empty without
 * @param epsilon what was spent of the training rows' privacy; the held-out rows have none; null
 *     without
 * @param delta the probability that the guarantee fails; null without
 */
public record TrainingReport(
    int rows,
    List<String> classes,
    int bestEpoch,
    double validationLoss,
    double validationAccuracy,
    Double validationF1,
    Double validationKappa,
    List<FoldReport> folds,
    Double epsilon,
    Double delta) {

  /** Copies the lists. */
  public TrainingReport {
    classes = List.copyOf(classes);
    folds = folds == null ? List.of() : List.copyOf(folds);
  }

  /**
   * What came of a network that was trained with a fold held out.
   *
   * @param number of the fold, from 1
   * @param validationLoss of the best epoch, on the fold
   * @param validationAccuracy of that epoch, on the fold
   */
  public record FoldReport(int number, double validationLoss, double validationAccuracy) {}
}
