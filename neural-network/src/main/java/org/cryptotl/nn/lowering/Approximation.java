package org.cryptotl.nn.lowering;

import java.util.OptionalInt;

/**
 * How activations are replaced by polynomials.
 *
 * @param method what the polynomial is nearest in
 * @param degree the degree; empty to take the least one that keeps the wanted error
 * @param wantedError greatest distance from the activation on the range, above 0; asked for where
 *     no degree is given
 * @param maxDegree greatest degree that is tried, in [1, {@value #DEGREE_LIMIT}]
 * @param margin by which share of its width the range of the samples is widened at both ends, in
 *     [0, 10]
 */
public record Approximation(
    Method method, OptionalInt degree, double wantedError, int maxDegree, double margin) {

  /** No polynomial of a greater degree is made. */
  public static final int DEGREE_LIMIT = 127;

  /** In which sense a polynomial is near an activation. */
  public enum Method {
    /** The least mean square distance on the range. */
    LEAST_SQUARES,
    /** Interpolation at Chebyshev points, near the least greatest distance on the range. */
    CHEBYSHEV
  }

  /** Checks the numbers. */
  public Approximation {
    int given = degree.orElse(1);
    if (maxDegree < 1 || maxDegree > DEGREE_LIMIT || given < 1 || given > DEGREE_LIMIT) {
      throw new IllegalArgumentException(
          "approximation: got degree %d and at most %d, expected degrees from 1 to %d"
              .formatted(given, maxDegree, DEGREE_LIMIT));
    }
    if (!(wantedError > 0) || !(margin >= 0 && margin <= 10)) {
      throw new IllegalArgumentException(
          "approximation: got the error %s and the margin %s, expected one above 0 and one in [0, 10]"
              .formatted(wantedError, margin));
    }
  }

  /** Polynomials of one degree, by least squares, with a tenth of the range as margin. */
  public static Approximation ofDegree(int degree) {
    return new Approximation(
        Method.LEAST_SQUARES, OptionalInt.of(degree), Double.MAX_VALUE, DEGREE_LIMIT, 0.1);
  }

  /** The least degree up to 31 for an error, at Chebyshev points, with a tenth as margin. */
  public static Approximation within(double wantedError) {
    return new Approximation(Method.CHEBYSHEV, OptionalInt.empty(), wantedError, 31, 0.1);
  }
}
