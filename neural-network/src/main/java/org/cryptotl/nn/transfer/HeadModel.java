package org.cryptotl.nn.transfer;

import java.util.Map;

/** What kind of network a head is, with what was chosen for it. */
public sealed interface HeadModel {

  /**
   * Logistic regression, by its exact minimum.
   *
   * @param l2 factor of half the squared weights that is added to the mean loss, in units of the
   *     mean squared norm of what the head sees, so that it does not depend on scale and dimension;
   *     above 0
   */
  record Logistic(double l2) implements HeadModel {}

  /**
   * The weighted mean of the scores of logistic heads, as one logistic head on both.
   *
   * @param shares of the heads by what they see, two or more above 0, the sum 1
   */
  record Pool(Map<HeadInput, Double> shares) implements HeadModel {

    /** Copies the shares. */
    public Pool {
      shares = Map.copyOf(shares);
    }
  }

  /**
   * Dense with ReLU, dropout 0.2, dense.
   *
   * @param hidden width of the first layer
   * @param epochs of its training
   */
  record TwoLayers(int hidden, int epochs) implements HeadModel {}
}
