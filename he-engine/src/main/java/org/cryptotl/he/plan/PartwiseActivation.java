package org.cryptotl.he.plan;

import org.cryptotl.he.circuit.PartwiseEvaluator;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Scale;

/**
 * An activation of two real values a slot, and the scale at which its result is wanted.
 *
 * @param core a polynomial in its {@link NormalForm}
 * @param scale of the result; squares and cubics reach it but for rounding
 */
record PartwiseActivation(Polynomial core, Scale scale) {

  /**
   * The scale of the argument that leads to the scale of the result, the same on every machine.
   *
   * @param level of the argument
   */
  Scale argumentScale(CkksParameters parameters, int level) {
    return switch (core.degree()) {
      case 2 -> Scale.of(Math.sqrt(scale.multiply(divisor(parameters, level)).high() / 4));
      case 3 ->
          Scale.of(
              StrictMath.cbrt(
                  scale
                          .multiply(divisor(parameters, level))
                          .multiply(divisor(parameters, level - 1))
                          .high()
                      / 4));
      default -> parameters.defaultScale().divide(Scale.of(2));
    };
  }

  private static Scale divisor(CkksParameters parameters, int level) {
    return parameters.rescaleDivisor(level);
  }

  Ciphertext apply(Evaluator evaluator, Ciphertext t) {
    PartwiseEvaluator partwise = new PartwiseEvaluator(evaluator);
    return switch (core.degree()) {
      case 2 -> partwise.square(t);
      case 3 -> partwise.depressedCubic(t, core.coefficient(1));
      default -> partwise.evaluate(t, core, scale);
    };
  }
}
