package org.cryptotl.he.rlwe;

/**
 * The factor between a value and the coefficients that stand for it, to 100 bits.
 *
 * <p>Rescaling divides by the actual primes, which differ from powers of two and from each other,
 * so scales are carried as unevaluated sums of two doubles (Dekker, 1971) instead of being taken
 * for equal when they are nearly so.
 *
 * @param high the scale rounded to a double, at least 1 and finite
 * @param low what is left of it, at most a unit in the last place of {@code high}
 */
public record Scale(double high, double low) {

  /** Two scales within this relative distance are the same: what is left is rounding. */
  private static final double TOLERANCE = 0x1p-80;

  /** Checks the range. */
  public Scale {
    if (!(high >= 1) || !Double.isFinite(high) || !(Math.abs(low) <= Math.ulp(high))) {
      throw new IllegalArgumentException(
          "scale: got %s + %s, expected a finite number of at least 1".formatted(high, low));
    }
  }

  /** The scale that is this double. */
  public static Scale of(double scale) {
    return new Scale(scale, 0);
  }

  /** The scale 2^log2. */
  public static Scale powerOfTwo(int log2) {
    return of(Math.scalb(1.0, log2));
  }

  /** this times other. */
  public Scale multiply(Scale other) {
    double product = high * other.high;
    double error = Math.fma(high, other.high, -product);
    return normalized(product, error + (high * other.low + low * other.high));
  }

  /** this divided by other. */
  public Scale divide(Scale other) {
    double quotient = high / other.high;
    double remainder = Math.fma(-quotient, other.high, high) - quotient * other.low + low;
    double correction = remainder / other.high;
    double rest = Math.fma(-correction, other.high, remainder) - correction * other.low;
    return normalized(quotient, correction + rest / other.high);
  }

  private static Scale normalized(double high, double low) {
    double sum = high + low;
    return new Scale(sum, low - (sum - high));
  }

  /** Whether the two differ by rounding only. */
  public boolean matches(Scale other) {
    return Math.abs((high - other.high) + (low - other.low)) <= TOLERANCE * high;
  }

  /** log2 of the scale. */
  public double log2() {
    return Math.log(high) / Math.log(2);
  }

  @Override
  public String toString() {
    return "2^%.6f".formatted(log2());
  }
}
