package org.cryptotl.he.plan;

import org.cryptotl.he.circuit.Polynomial;

/**
 * A polynomial as a cheaper one between two affine maps: p(x) = outFactor core(inFactor x +
 * inShift) + outShift.
 *
 * <p>The core of degree 2 is t^2; of degree 3, the depressed cubic t^3 + s t with s = -1, 0 or 1;
 * neither needs a product with a constant. Above, powers stay as they are and Chebyshev polynomials
 * are moved to the interval [-1, 1].
 *
 * @param inFactor factor of the argument
 * @param inShift what is added to it then
 * @param core the cheaper polynomial
 * @param outFactor factor of its value
 * @param outShift what is added to it then
 */
record NormalForm(
    double inFactor, double inShift, Polynomial core, double outFactor, double outShift) {

  /** What rounding can leave of a slope that is zero, as a part of its terms. */
  private static final double ROUNDING = 1e-12;

  /** The normal form of a polynomial of degree 2 or more. */
  static NormalForm of(Polynomial p) {
    return switch (p.degree()) {
      case 0, 1 ->
          throw new IllegalArgumentException(
              "normal form: got degree " + p.degree() + ", expected at least 2");
      case 2 -> quadratic(asPowers(p));
      case 3 -> cubic(asPowers(p));
      default -> unitInterval(p);
    };
  }

  /** c2 x^2 + c1 x + c0 = c2 (x + h)^2 + c0 - c2 h^2 with h = c1 / (2 c2). */
  private static NormalForm quadratic(double[] c) {
    double h = c[1] / (2 * c[2]);
    return new NormalForm(1, h, Polynomial.powers(0, 0, 1), c[2], c[0] - c[2] * h * h);
  }

  /**
   * With u = x + h, h = c2 / (3 c3): p = c3 (u^3 + b u) + rest. With u = r t, r = sqrt|b|: u^3 + b
   * u = r^3 (t^3 + sign(b) t). For b = 0 there is nothing to scale by.
   */
  private static NormalForm cubic(double[] c) {
    double h = c[2] / (3 * c[3]);
    double b = c[1] / c[3] - 3 * h * h;
    if (Math.abs(b) <= ROUNDING * (Math.abs(c[1] / c[3]) + 3 * h * h)) {
      b = 0;
    }
    double r = b == 0 ? 1 : Math.sqrt(Math.abs(b));
    double rest = c[0] - c[3] * (h * h * h + b * h);
    return new NormalForm(
        1 / r, h / r, Polynomial.powers(0, Math.signum(b), 0, 1), c[3] * r * r * r, rest);
  }

  private static NormalForm unitInterval(Polynomial p) {
    if (p.isOnUnitInterval()) {
      return new NormalForm(1, 0, p, 1, 0);
    }
    double length = p.to() - p.from();
    double[] coefficients = new double[p.degree() + 1];
    for (int i = 0; i <= p.degree(); i++) {
      coefficients[i] = p.coefficient(i);
    }
    return new NormalForm(
        2 / length, -(p.from() + p.to()) / length, Polynomial.chebyshev(-1, 1, coefficients), 1, 0);
  }

  /** Coefficients by powers of x of a polynomial of degree 1 to 3. */
  static double[] asPowers(Polynomial p) {
    double[] c = new double[4];
    for (int i = 0; i <= p.degree(); i++) {
      c[i] = p.coefficient(i);
    }
    if (p.basis() == Polynomial.Basis.POWERS) {
      return c;
    }
    // T_2 = 2u^2 - 1 and T_3 = 4u^3 - 3u, with u = f x + g.
    double[] u = {c[0] - c[2], c[1] - 3 * c[3], 2 * c[2], 4 * c[3]};
    double f = 2 / (p.to() - p.from());
    double g = -(p.from() + p.to()) / (p.to() - p.from());
    return new double[] {
      u[0] + g * (u[1] + g * (u[2] + g * u[3])),
      f * (u[1] + g * (2 * u[2] + 3 * g * u[3])),
      f * f * (u[2] + 3 * g * u[3]),
      f * f * f * u[3]
    };
  }
}
