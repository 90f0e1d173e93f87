package org.cryptotl.he.plan;

import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.circuit.PolynomialEvaluator;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Scale;

/** How polynomials in normal form are evaluated: the square, the depressed cubic, any other. */
final class Core {

  private Core() {}

  static boolean isSquare(Polynomial core) {
    return core.degree() == 2;
  }

  static boolean isDepressedCubic(Polynomial core) {
    return core.degree() == 3;
  }

  /** Levels that it takes. */
  static int depth(Polynomial core) {
    return isSquare(core) ? 1 : core.depth();
  }

  /** Scale of the value for an argument of a scale at a level. */
  static Scale scale(Polynomial core, Scale scale, CkksParameters parameters, int level) {
    if (!isSquare(core) && !isDepressedCubic(core)) {
      return parameters.defaultScale();
    }
    Scale square = scale.multiply(scale).divide(parameters.rescaleDivisor(level));
    return isSquare(core)
        ? square
        : square.multiply(scale).divide(parameters.rescaleDivisor(level - 1));
  }

  /** Evaluates it; the result has the level and the scale that are stated here. */
  static Ciphertext apply(Polynomial core, Evaluator evaluator, Ciphertext t) {
    if (isSquare(core)) {
      return evaluator.multiplyRelinearizeRescale(t, t);
    }
    PolynomialEvaluator polynomials = new PolynomialEvaluator(evaluator);
    return isDepressedCubic(core)
        ? polynomials.depressedCubic(t, core.coefficient(1), 0)
        : polynomials.evaluate(t, core, evaluator.parameters().defaultScale());
  }
}
