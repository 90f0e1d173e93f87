package org.cryptotl.nn.privacy;

/** What is asked of private training: a noise, or an epsilon that the noise follows from. */
public sealed interface PrivacyGoal permits Privacy, EpsilonGoal {

  /**
   * What to do to the gradients of a training.
   *
   * @param samplingRate the probability of each sample to be in a step, in (0, 1]
   * @param steps the most that there will be, at least 1
   * @throws IllegalArgumentException where no noise suffices
   */
  Privacy privacy(double samplingRate, long steps);
}
