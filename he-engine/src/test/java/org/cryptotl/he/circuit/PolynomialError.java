package org.cryptotl.he.circuit;

import java.util.HashMap;
import java.util.Map;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Noise;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.KeySwitcher;

/**
 * A bound on the error of {@link PolynomialEvaluator} for arguments in the unit interval, found by
 * following its recursion: errors of factors add up, weighted with the bounds of the other factors,
 * and every rescaling and relinearisation adds its own {@link Noise}.
 */
final class PolynomialError {

  private final boolean chebyshev;
  private final double step;
  private final Map<Integer, Double> powers = new HashMap<>();

  PolynomialError(CkksParameters parameters, Polynomial polynomial, double scale) {
    int logN = parameters.logN();
    int limbs = parameters.rlwe().dataLimbs();
    KeySwitcher switcher = new KeySwitcher(parameters.rlwe(), Parallel.NONE);
    double divisor = parameters.rescaleDivisor(parameters.maxLevel()).high();
    double fresh = Noise.freshSymmetric(logN).add(Noise.encoding(logN, 8 * scale)).bound() / scale;
    chebyshev = polynomial.basis() == Polynomial.Basis.CHEBYSHEV;
    // A step also rounds a constant, to half of the inverse of a scale of about the divisor.
    step = Noise.none(logN).keySwitch(switcher, limbs).rescale(divisor).bound() / scale + 1 / scale;
    double argument =
        polynomial.isOnUnitInterval()
            ? fresh
            : fresh * 2 / (polynomial.to() - polynomial.from()) + step;
    powers.put(1, argument);
  }

  /** Bound of the error of p; every power and Chebyshev polynomial is at most 1 in size. */
  double of(Polynomial p) {
    if (p.degree() == 0) {
      return 0;
    }
    int n = Integer.highestOneBit(p.degree());
    Polynomial.Division parts = p.divide(n);
    double quotient = of(parts.quotient());
    return size(parts.quotient()) * power(n)
        + quotient * (1 + power(n))
        + step * (1 + size(p))
        + of(parts.remainder());
  }

  private double power(int n) {
    Double known = powers.get(n);
    if (known != null) {
      return known;
    }
    int i = Integer.highestOneBit(n - 1);
    int j = n - i;
    double product = power(i) + power(j) + power(i) * power(j);
    double error =
        chebyshev ? 2 * product + (i == j ? 0 : power(Math.abs(i - j))) + step : product + step;
    powers.put(n, error);
    return error;
  }

  private static double size(Polynomial p) {
    double sum = 0;
    for (int i = 0; i <= p.degree(); i++) {
      sum += Math.abs(p.coefficient(i));
    }
    return sum;
  }
}
