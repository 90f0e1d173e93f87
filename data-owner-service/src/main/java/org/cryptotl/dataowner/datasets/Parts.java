package org.cryptotl.dataowner.datasets;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How many rows each part of a split has.
 *
 * @param training rows to learn from
 * @param validation rows to validate
 * @param test rows to judge by
 * @param warning where shares are far from the plan's; null where they are near
 */
public record Parts(int training, int validation, int test, @Nullable String warning) {

  private static final double FAR = 0.05;

  /** Counts the rows of the parts' numbers, as {@link Splitter} gives them. */
  static Parts of(byte[] parts, SplitPlan plan) {
    int[] counts = new int[Part.values().length];
    for (byte part : parts) {
      counts[part]++;
    }
    double[] shares = plan.shares();
    boolean far = false;
    for (int p = 0; p < counts.length; p++) {
      far |= Math.abs((double) counts[p] / parts.length - shares[p]) > FAR;
    }
    return new Parts(counts[0], counts[1], counts[2], far ? warning(counts, shares) : null);
  }

  private static String warning(int[] counts, double[] shares) {
    return String.format(
        Locale.ROOT,
        "%d, %d and %d rows to learn from, to validate and to test are far from the shares of %.0f, %.0f and %.0f %% that were asked for: there are few rows, or many that are nearly equal and stay together",
        counts[0],
        counts[1],
        counts[2],
        100 * shares[0],
        100 * shares[1],
        100 * shares[2]);
  }
}
