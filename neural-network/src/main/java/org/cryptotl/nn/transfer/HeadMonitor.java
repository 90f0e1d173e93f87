package org.cryptotl.nn.transfer;

import org.cryptotl.nn.training.Epoch;

/** Who watches the training of heads. */
public interface HeadMonitor {

  /** Nobody. */
  HeadMonitor NONE = new HeadMonitor() {};

  /**
   * Takes note of what cross-validation says of a candidate; told on the thread that called for the
   * training.
   *
   * @param input what the head sees
   * @param model what it is
   * @param logLoss mean over the held-out samples, in nats, with class weights
   * @param accuracy share of the held-out samples that were put into the right class
   */
  default void candidateJudged(HeadInput input, HeadModel model, double logLoss, double accuracy) {}

  /**
   * Takes note of an epoch of a head of two layers, which is judged by the fold that is held out;
   * told on the thread that called for the training.
   *
   * @param input what the head sees
   * @param fold from 0
   * @param epoch what it brought
   */
  default void epochEnded(HeadInput input, int fold, Epoch epoch) {}

  /** Whether to stop; asked on any thread. */
  default boolean isCancelled() {
    return false;
  }
}
