package org.cryptotl.nn.layer;

/**
 * A closed interval of real numbers.
 *
 * @param from its least number, possibly minus infinity
 * @param to its largest number, above {@code from}, possibly infinity
 */
public record Range(double from, double to) {

  /** All real numbers: nothing is promised. */
  public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** Checks the order. */
  public Range {
    if (!(from < to)) {
      throw new IllegalArgumentException(
          "range: got [%s, %s], expected two numbers in ascending order".formatted(from, to));
    }
  }

  /** Whether both ends are finite. */
  public boolean isBounded() {
    return Double.isFinite(from) && Double.isFinite(to);
  }

  /** Whether it holds this number. */
  public boolean contains(double x) {
    return from <= x && x <= to;
  }
}
