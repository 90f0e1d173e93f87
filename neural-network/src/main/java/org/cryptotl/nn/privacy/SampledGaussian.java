package org.cryptotl.nn.privacy;

/**
 * The Renyi divergence of the sampled Gaussian mechanism: each example takes part with probability
 * q, the sum of the clipped contributions gets Gaussian noise of sigma times the clipping norm
 * (Mironov, Talwar, Zhang, "Renyi Differential Privacy of the Sampled Gaussian Mechanism", arXiv
 * 1908.10530, section 3). Neighbouring data sets differ by one example, added or removed.
 *
 * <p>The divergence of order alpha is log(A) / (alpha - 1) with A = E[(1 - q + q e^u)^alpha], u =
 * (2z - 1) / (2 sigma^2), z from N(0, sigma^2). A - 1 is computed instead of A, from terms that are
 * not negative, so that small divergences keep their digits.
 */
final class SampledGaussian {

  private SampledGaussian() {}

  /**
   * The divergence of one step, in nats.
   *
   * @param q sampling rate, in [0, 1]
   * @param sigma noise multiplier, above 0
   * @param order alpha, above 1
   */
  static double divergence(double q, double sigma, double order) {
    if (q == 0) {
      return 0;
    }
    if (q == 1) {
      return order / (2 * sigma * sigma);
    }
    double logExcess =
        order == Math.rint(order)
            ? logExcessByBinomial(q, sigma, (int) order)
            : logExcessByQuadrature(q, sigma, order);
    return log1pExp(logExcess) / (order - 1);
  }

  /**
   * log(A - 1) for integer orders, by section 3.3: A = sum of C(alpha, k) (1-q)^(alpha-k) q^k
   * exp((k^2 - k) / (2 sigma^2)); the same sum without the exponentials is 1.
   */
  static double logExcessByBinomial(double q, double sigma, int order) {
    double logBinomial = 0;
    double sum = Double.NEGATIVE_INFINITY;
    for (int k = 0; k <= order; k++) {
      if (k >= 2) {
        double logWeight = logBinomial + k * Math.log(q) + (order - k) * Math.log1p(-q);
        double exponent = ((double) k * k - k) / (2 * sigma * sigma);
        sum = logAdd(sum, logWeight + logExpm1(exponent));
      }
      logBinomial += Math.log(order - k) - Math.log(k + 1);
    }
    return sum;
  }

  /**
   * log(A - 1) for any order, as the integral of g^alpha - 1 - alpha (g - 1) >= 0 with g = 1 - q +
   * q e^u, whose mean is 1. The trapezoidal rule converges exponentially on it: the integrand is
   * analytic in a strip of half-width pi sigma^2 (the zeros of g), so that a spacing of min(sigma /
   * 2, 0.4 sigma^2) leaves errors below 1e-15 (Trefethen, Weideman, "The Exponentially Convergent
   * Trapezoidal Rule", SIAM Review 2014, theorem 5.1).
   */
  static double logExcessByQuadrature(double q, double sigma, double order) {
    double spacing = Math.min(sigma / 2, 0.4 * sigma * sigma);
    double reach = 12 * sigma;
    long from = (long) Math.floor(-reach / spacing);
    long to = (long) Math.ceil((order + reach) / spacing);
    double sum = Double.NEGATIVE_INFINITY;
    for (long i = from; i <= to; i++) {
      double z = i * spacing;
      double logDensity = -z * z / (2 * sigma * sigma);
      sum =
          logAdd(sum, logDensity + logBernoulliExcess(q, (2 * z - 1) / (2 * sigma * sigma), order));
    }
    return sum + Math.log(spacing / (sigma * Math.sqrt(2 * Math.PI)));
  }

  /** log((1 + t)^alpha - 1 - alpha t) with t = q (e^u - 1) > -1. */
  private static double logBernoulliExcess(double q, double u, double alpha) {
    double t = q * Math.expm1(u);
    if (Math.abs(t) * alpha < 1e-3) {
      double series =
          1 + (alpha - 2) / 3 * t * (1 + (alpha - 3) / 4 * t * (1 + (alpha - 4) / 5 * t));
      return Math.log(alpha * (alpha - 1) / 2 * series) + 2 * Math.log(Math.abs(t));
    }
    if (u < 600) {
      double exponent = alpha * Math.log1p(t);
      if (exponent < 30) {
        return Math.log(Math.expm1(exponent) - alpha * t);
      }
      return exponent + Math.log1p(-Math.exp(Math.log1p(alpha * t) - exponent));
    }
    // e^u overflows or is near it: 1 + t is q e^u to all digits.
    double logT = Math.log(q) + u;
    return alpha * logT + Math.log1p(-Math.exp(Math.log(alpha) + logT - alpha * logT));
  }

  private static double logAdd(double a, double b) {
    double high = Math.max(a, b);
    double low = Math.min(a, b);
    return low == Double.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
  }

  /** log(e^x - 1) for x > 0. */
  private static double logExpm1(double x) {
    return x < 30 ? Math.log(Math.expm1(x)) : x + Math.log1p(-Math.exp(-x));
  }

  /** log(1 + e^x). */
  private static double log1pExp(double x) {
    return x < 30 ? Math.log1p(Math.exp(x)) : x + Math.log1p(Math.exp(-x));
  }
}
