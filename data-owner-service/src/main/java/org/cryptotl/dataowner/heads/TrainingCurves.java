package org.cryptotl.dataowner.heads;

import java.util.List;
import org.cryptotl.nn.transfer.HeadInput;

/**
 * How a training goes, or went.
 *
 * @param labels how many rows are learnt from
 * @param candidates heads of one layer in cross-validation, from the strongest penalty to the
 *     weakest
 * @param epochs of heads of two layers
 */
public record TrainingCurves(int labels, List<CandidatePoint> candidates, List<EpochPoint> epochs) {

  /** Copies the lists. */
  public TrainingCurves {
    candidates = List.copyOf(candidates);
    epochs = List.copyOf(epochs);
  }

  /**
   * A head of one layer in cross-validation.
   *
   * @param input what it sees
   * @param l2 its penalty, in units of the mean squared norm of what it sees
   * @param logLoss on held-out rows, in nats
   * @param accuracy on held-out rows
   */
  public record CandidatePoint(HeadInput input, double l2, double logLoss, double accuracy) {}

  /**
   * An epoch of heads of two layers: means over the folds that got so far.
   *
   * @param input what they see
   * @param number from 1
   * @param trainingLoss in nats
   * @param validationLoss on the rows held out, in nats
   * @param accuracy on the rows held out
   */
  public record EpochPoint(
      HeadInput input, int number, double trainingLoss, double validationLoss, double accuracy) {}
}
