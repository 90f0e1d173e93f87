package org.cryptotl.he.circuit;

import java.util.Arrays;

/**
 * A real polynomial, by powers of x or by Chebyshev polynomials on an interval. Immutable.
 *
 * <p>Chebyshev coefficients are the better ones for approximations: powers of large degree lose all
 * precision to cancellation.
 */
public final class Polynomial {

  /** What the coefficients multiply. */
  public enum Basis {
    /** 1, x, x^2, ... */
    POWERS,
    /** T_0(u), T_1(u), ... with u = (2x - a - b) / (b - a) for x in [a, b]. */
    CHEBYSHEV
  }

  private final Basis basis;
  private final double[] coefficients;
  private final double from;
  private final double to;

  private Polynomial(Basis basis, double[] coefficients, double from, double to) {
    int degree = coefficients.length - 1;
    while (degree > 0 && coefficients[degree] == 0) {
      degree--;
    }
    if (degree < 0 || Arrays.stream(coefficients).anyMatch(c -> !Double.isFinite(c))) {
      throw new IllegalArgumentException(
          "polynomial: got %d coefficients, expected at least one and finite ones"
              .formatted(coefficients.length));
    }
    if (!(from < to) || !Double.isFinite(to - from)) {
      throw new IllegalArgumentException(
          "polynomial: got the interval [%s, %s]".formatted(from, to));
    }
    this.basis = basis;
    this.coefficients = Arrays.copyOf(coefficients, degree + 1);
    this.from = from;
    this.to = to;
  }

  /** The polynomial c_0 + c_1 x + c_2 x^2 + ... */
  public static Polynomial powers(double... coefficients) {
    return new Polynomial(Basis.POWERS, coefficients, -1, 1);
  }

  /** The polynomial c_0 T_0(u) + c_1 T_1(u) + ... for x in [from, to]. */
  public static Polynomial chebyshev(double from, double to, double... coefficients) {
    return new Polynomial(Basis.CHEBYSHEV, coefficients, from, to);
  }

  /** What the coefficients multiply. */
  public Basis basis() {
    return basis;
  }

  /** Degree; 0 for constants. */
  public int degree() {
    return coefficients.length - 1;
  }

  /** Coefficient i, in [0, degree]. */
  public double coefficient(int i) {
    return coefficients[i];
  }

  /** Lower end of the interval; -1 for powers. */
  public double from() {
    return from;
  }

  /** Upper end of the interval; 1 for powers. */
  public double to() {
    return to;
  }

  /** Whether u = x, so that the argument can be used as it is. */
  public boolean isOnUnitInterval() {
    return from == -1 && to == 1;
  }

  /** The value at x, by the rules of Horner or Clenshaw. */
  public double at(double x) {
    if (basis == Basis.POWERS) {
      double sum = 0;
      for (int i = degree(); i >= 0; i--) {
        sum = sum * x + coefficients[i];
      }
      return sum;
    }
    double u = (2 * x - from - to) / (to - from);
    double b1 = 0;
    double b2 = 0;
    for (int i = degree(); i > 0; i--) {
      double b0 = coefficients[i] + 2 * u * b1 - b2;
      b2 = b1;
      b1 = b0;
    }
    return coefficients[0] + u * b1 - b2;
  }

  /** Depth of multiplications: ceil(log2(degree + 1)), and one more where u is not x. */
  public int depth() {
    int depth = 32 - Integer.numberOfLeadingZeros(degree());
    return degree() > 0 && !isOnUnitInterval() ? depth + 1 : depth;
  }

  /** A quotient and a remainder. */
  record Division(Polynomial quotient, Polynomial remainder) {}

  /**
   * Divides by x^n or T_n(u): this = quotient times it, plus remainder, for degree &lt; 2n. In the
   * Chebyshev basis by T_n T_j = (T_(n+j) + T_(n-j)) / 2.
   */
  Division divide(int n) {
    double[] quotient = Arrays.copyOfRange(coefficients, n, coefficients.length);
    double[] remainder = Arrays.copyOf(coefficients, n);
    if (basis == Basis.CHEBYSHEV) {
      for (int j = 1; j < quotient.length; j++) {
        remainder[n - j] -= quotient[j];
        quotient[j] *= 2;
      }
    }
    return new Division(
        new Polynomial(basis, quotient, from, to), new Polynomial(basis, remainder, from, to));
  }

  @Override
  public String toString() {
    return "Polynomial[%s, degree %d, [%s, %s]]".formatted(basis, degree(), from, to);
  }
}
