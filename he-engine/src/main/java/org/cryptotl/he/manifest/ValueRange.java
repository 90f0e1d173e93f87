package org.cryptotl.he.manifest;

/**
 * The values that a plan accepts in every entry of an input.
 *
 * @param low the smallest
 * @param high the largest, at least {@code low}
 */
public record ValueRange(double low, double high) {

  /** Checks that both are finite and in order. */
  public ValueRange {
    if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new IllegalArgumentException(
          "range: got %s to %s, expected finite numbers in order".formatted(low, high));
    }
  }

  /** Whether a value is in the range; NaN never is. */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }
}
