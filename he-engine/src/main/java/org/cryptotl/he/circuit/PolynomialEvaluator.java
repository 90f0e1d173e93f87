package org.cryptotl.he.circuit;

import java.util.Map;
import java.util.TreeMap;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Scale;

/**
 * Polynomials of ciphertexts in the least depth: ceil(log2(degree + 1)) levels (Paterson-Stockmeyer
 * 1973 in the depth-optimal, scale-exact form of Bossuat et al. 2021, section 3, there for
 * Chebyshev bases).
 *
 * <p>p is cut as q T_n + r at powers of two n until the parts are of degree below a few, which are
 * sums of constants times powers of x. Every part is computed at just the scale that the step above
 * wants, by the choice of the constants' scales, so that the result has exactly the scale that was
 * asked for. Needs the relinearisation key. Stateless and thread-safe.
 */
public final class PolynomialEvaluator {

  private final Evaluator evaluator;
  private final CkksParameters parameters;

  /** Uses the keys of an evaluator. */
  public PolynomialEvaluator(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.parameters = evaluator.parameters();
  }

  /**
   * Evaluates a polynomial in every slot.
   *
   * @param x two polynomials; for powers values should not be far above 1 in size, for Chebyshev
   *     polynomials they must be in the interval
   * @param polynomial of degree at least 1
   * @param scale of the result
   * @return at {@code polynomial.depth()} levels below x
   * @throws HeException.LevelExhausted where x has too few levels
   */
  public Ciphertext evaluate(Ciphertext x, Polynomial polynomial, Scale scale) {
    if (polynomial.degree() == 0) {
      throw new IllegalArgumentException("polynomial: got a constant, expected degree 1 or more");
    }
    int level = evaluator.level(x);
    if (level < polynomial.depth()) {
      throw new HeException.LevelExhausted(
          "polynomial of degree %d: it needs %d levels, the ciphertext has %d"
              .formatted(polynomial.degree(), polynomial.depth(), level));
    }
    Ciphertext u = polynomial.isOnUnitInterval() ? x : toUnitInterval(x, polynomial);
    int depth = 32 - Integer.numberOfLeadingZeros(polynomial.degree());
    return new Run(u, polynomial, depth).evaluate(polynomial, depth, scale);
  }

  /**
   * t^3 + b t + c in two levels, two relinearisations and no product with a constant: the cheapest
   * form of a cubic, to which every other is brought by an affine change of x.
   *
   * @return two levels below t, at the scale that arises from t's
   */
  public Ciphertext depressedCubic(Ciphertext t, double b, double c) {
    Ciphertext square = evaluator.multiplyRelinearizeRescale(t, t);
    Ciphertext factor = evaluator.addConstant(square, b, 0);
    Ciphertext cube = evaluator.multiplyRelinearizeRescale(factor, t);
    return c == 0 ? cube : evaluator.addConstant(cube, c, 0);
  }

  /** u = (2x - a - b) / (b - a), one level below x and at its scale. */
  private Ciphertext toUnitInterval(Ciphertext x, Polynomial polynomial) {
    double length = polynomial.to() - polynomial.from();
    Scale factorScale = parameters.rescaleDivisor(evaluator.level(x));
    Ciphertext scaled =
        evaluator.rescale(evaluator.multiplyConstant(x, 2 / length, 0, factorScale));
    return evaluator.addConstant(scaled, -(polynomial.from() + polynomial.to()) / length, 0);
  }

  /** One evaluation: the powers (or Chebyshev polynomials) of u that are there so far. */
  private final class Run {
    private final Polynomial.Basis basis;
    private final Map<Integer, Ciphertext> powers = new TreeMap<>();

    /** Parts of smaller degree are sums of constants times powers. */
    private final int directDegree;

    Run(Ciphertext u, Polynomial polynomial, int depth) {
      basis = polynomial.basis();
      powers.put(1, u);
      directDegree = 1 << ((depth + 1) / 2);
    }

    /** The power n, by the product of two powers of about half its degree. */
    Ciphertext power(int n) {
      Ciphertext known = powers.get(n);
      if (known != null) {
        return known;
      }
      int i = Integer.highestOneBit(n - 1);
      int j = n - i;
      Ciphertext product = evaluator.multiply(power(i), power(j));
      if (basis == Polynomial.Basis.CHEBYSHEV) {
        // T_(i+j) = 2 T_i T_j - T_|i-j|
        product = evaluator.add(product, product);
        if (i == j) {
          product = evaluator.addConstant(product, -1, 0);
        } else {
          Ciphertext other = power(Math.abs(i - j));
          Scale factor = product.scale().divide(other.scale());
          product = evaluator.subtract(product, evaluator.multiplyConstant(other, 1, 0, factor));
        }
      }
      Ciphertext power = evaluator.relinearizeRescale(product);
      powers.put(n, power);
      return power;
    }

    /** p at {@code depth} levels below u or fewer, at exactly the given scale. */
    Ciphertext evaluate(Polynomial p, int depth, Scale scale) {
      if (p.degree() < directDegree && directDepth(p) <= depth) {
        return evaluateDirectly(p, scale);
      }
      int n = Integer.highestOneBit(p.degree());
      Polynomial.Division parts = p.divide(n);
      Ciphertext power = power(n);
      Ciphertext product;
      if (parts.quotient().degree() == 0) {
        product = multiplyConstant(power, parts.quotient().coefficient(0), scale);
      } else {
        int level =
            Math.min(evaluator.level(power), level() - depthOf(parts.quotient(), depth - 1));
        Scale wanted = scale.multiply(parameters.rescaleDivisor(level)).divide(power.scale());
        Ciphertext quotient = evaluate(parts.quotient(), depth - 1, wanted);
        product = evaluator.multiplyRelinearizeRescale(quotient, power);
      }
      Polynomial remainder = parts.remainder();
      if (remainder.degree() == 0) {
        return evaluator.addConstant(product, remainder.coefficient(0), 0);
      }
      return evaluator.add(product, evaluate(remainder, depth, scale));
    }

    private int level() {
      return evaluator.level(powers.get(1));
    }

    /** Levels that {@link #evaluate} takes. */
    private int depthOf(Polynomial p, int depth) {
      if (p.degree() < directDegree && directDepth(p) <= depth) {
        return directDepth(p);
      }
      int n = Integer.highestOneBit(p.degree());
      Polynomial.Division parts = p.divide(n);
      int powerDepth = powerDepth(n);
      int product =
          1
              + (parts.quotient().degree() == 0
                  ? powerDepth
                  : Math.max(powerDepth, depthOf(parts.quotient(), depth - 1)));
      return parts.remainder().degree() == 0
          ? product
          : Math.max(product, depthOf(parts.remainder(), depth));
    }

    /** Levels that the sum of constants times powers takes. */
    private int directDepth(Polynomial p) {
      return 1 + powerDepth(p.degree());
    }

    private int powerDepth(int n) {
      return 32 - Integer.numberOfLeadingZeros(n - 1);
    }

    private Ciphertext evaluateDirectly(Polynomial p, Scale scale) {
      int level = level() - powerDepth(p.degree());
      Ciphertext sum = null;
      for (int i = 1; i <= p.degree(); i++) {
        if (p.coefficient(i) != 0) {
          Ciphertext power = evaluator.dropToLevel(power(i), level);
          Scale factor = scale.multiply(parameters.rescaleDivisor(level)).divide(power.scale());
          Ciphertext term = evaluator.multiplyConstant(power, p.coefficient(i), 0, factor);
          sum = sum == null ? term : evaluator.add(sum, term);
        }
      }
      Ciphertext result = evaluator.rescale(sum);
      return p.coefficient(0) == 0 ? result : evaluator.addConstant(result, p.coefficient(0), 0);
    }

    private Ciphertext multiplyConstant(Ciphertext power, double c, Scale scale) {
      Scale factor =
          scale.multiply(parameters.rescaleDivisor(evaluator.level(power))).divide(power.scale());
      return evaluator.rescale(evaluator.multiplyConstant(power, c, 0, factor));
    }
  }
}
