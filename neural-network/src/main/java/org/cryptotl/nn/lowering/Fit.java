package org.cryptotl.nn.lowering;

import java.util.function.DoubleUnaryOperator;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.nn.layer.Range;

/**
 * A polynomial in place of a function.
 *
 * @param polynomial by Chebyshev polynomials on the range
 * @param maxError greatest distance from the function on the range
 */
record Fit(Polynomial polynomial, double maxError) {

  /** Points at which a function is looked at: far more than any polynomial here has extrema. */
  private static final int GRID = 8192;

  static Fit of(
      DoubleUnaryOperator function, Range range, Approximation.Method method, int degree) {
    double middle = (range.from() + range.to()) / 2;
    double half = (range.to() - range.from()) / 2;
    DoubleUnaryOperator onUnit = u -> function.applyAsDouble(middle + half * u);
    DoubleUnaryOperator near =
        switch (method) {
          case CHEBYSHEV -> onUnit;
          case LEAST_SQUARES -> legendreProjection(onUnit, degree);
        };
    Polynomial polynomial =
        Polynomial.chebyshev(range.from(), range.to(), trimmed(interpolate(near, degree)));
    double maxError = 0;
    for (int i = 0; i <= GRID; i++) {
      double x = middle + half * (2.0 * i / GRID - 1);
      maxError = Math.max(maxError, Math.abs(polynomial.at(x) - function.applyAsDouble(x)));
    }
    return new Fit(polynomial, maxError);
  }

  /** Chebyshev coefficients of the polynomial through the function at the Chebyshev points. */
  private static double[] interpolate(DoubleUnaryOperator function, int degree) {
    int n = degree + 1;
    double[] values = new double[n];
    for (int j = 0; j < n; j++) {
      values[j] = function.applyAsDouble(Math.cos(Math.PI * (j + 0.5) / n));
    }
    double[] coefficients = new double[n];
    for (int k = 0; k < n; k++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += values[j] * Math.cos(Math.PI * k * (j + 0.5) / n);
      }
      coefficients[k] = sum * (k == 0 ? 1.0 : 2.0) / n;
    }
    return coefficients;
  }

  /** The polynomial of least mean square distance on [-1, 1]: sums over Legendre polynomials. */
  private static DoubleUnaryOperator legendreProjection(DoubleUnaryOperator function, int degree) {
    double[] coefficients = new double[degree + 1];
    for (int i = 0; i < GRID; i++) {
      double u = (2.0 * i + 1) / GRID - 1;
      double value = function.applyAsDouble(u);
      double[] legendre = legendre(u, degree);
      for (int k = 0; k <= degree; k++) {
        coefficients[k] += value * legendre[k] * (2 * k + 1) / GRID;
      }
    }
    return u -> {
      double[] legendre = legendre(u, degree);
      double sum = 0;
      for (int k = 0; k <= degree; k++) {
        sum += coefficients[k] * legendre[k];
      }
      return sum;
    };
  }

  private static double[] legendre(double u, int degree) {
    double[] p = new double[degree + 1];
    p[0] = 1;
    if (degree > 0) {
      p[1] = u;
    }
    for (int k = 2; k <= degree; k++) {
      p[k] = ((2 * k - 1) * u * p[k - 1] - (k - 1) * p[k - 2]) / k;
    }
    return p;
  }

  /** Odd functions have no even coefficients, but for rounding, which must not lead. */
  private static double[] trimmed(double[] coefficients) {
    double largest = 0;
    for (double c : coefficients) {
      largest = Math.max(largest, Math.abs(c));
    }
    double[] kept = coefficients.clone();
    for (int k = 0; k < kept.length; k++) {
      if (Math.abs(kept[k]) < 1e-9 * largest) {
        kept[k] = 0;
      }
    }
    return kept;
  }
}
