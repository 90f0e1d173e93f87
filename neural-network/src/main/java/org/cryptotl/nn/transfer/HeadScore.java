package org.cryptotl.nn.transfer;

import org.cryptotl.nn.metric.ConfusionMatrix;

/**
 * What cross-validation says of a candidate: each sample is judged by heads that have not seen it.
 *
 * @param input what the head sees
 * @param model what it is
 * @param logLoss mean over the samples and repetitions, in nats, with class weights
 * @param excess how much larger {@code logLoss} is than that of the best candidate, at least 0
 * @param excessError standard error of {@code excess}, from its differences sample by sample
 * @param confusion of the classes with the largest mean probability
 */
public record HeadScore(
    HeadInput input,
    HeadModel model,
    double logLoss,
    double excess,
    double excessError,
    ConfusionMatrix confusion) {

  /** Whether the candidate is worse than the best by no more than chance: one standard error. */
  public boolean isAsGood() {
    return excess <= excessError;
  }
}
