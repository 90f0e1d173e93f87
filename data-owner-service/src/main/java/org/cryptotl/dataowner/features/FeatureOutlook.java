package org.cryptotl.dataowner.features;

import org.cryptotl.dataowner.modelowner.Mode;
import org.jspecify.annotations.Nullable;

/**
 * What an extraction will be charged.
 *
 * @param mode in which it will run
 * @param rows that will have features
 * @param requests at most, the self-check among them
 * @param chargedSamples of the model owner's query budget: a request is charged for all that it has
 *     room for
 * @param budgetLeft samples, if the model owner tells it
 */
public record FeatureOutlook(
    Mode mode, int rows, long requests, long chargedSamples, @Nullable Long budgetLeft) {

  /** The most requests for rows, where one holds so many: full ones are checked by one more. */
  public static long requests(int rows, int capacity) {
    return (long) Math.ceilDiv(rows, capacity) + (rows >= capacity ? 1 : 0);
  }
}
