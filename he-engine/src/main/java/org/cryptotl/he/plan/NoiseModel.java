package org.cryptotl.he.plan;

import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Noise;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.cryptotl.he.rlwe.Scale;

/** The noise of the operations that both modes share. See {@link Noise} for the heuristics. */
final class NoiseModel {

  /**
   * What is known of the ciphertexts between two steps.
   *
   * @param level their level
   * @param scale their scale
   * @param noise their error
   * @param bound largest absolute value of a real entry
   */
  record State(int level, Scale scale, Noise noise, double bound) {

    /** Bound of value times scale. */
    double scaledBound() {
      return bound * scale.high();
    }
  }

  /** In one of so many, the largest error exceeds what is expected. */
  private static final double EVALUATIONS = 1000;

  private final CkksParameters parameters;
  private final KeySwitcher switcher;

  NoiseModel(CkksParameters parameters, KeySwitcher switcher) {
    this.parameters = parameters;
    this.switcher = switcher;
  }

  /** Inputs as the data owner encrypts them. */
  State fresh(int level, Scale scale, double bound) {
    Noise noise =
        Noise.freshSymmetric(parameters.logN())
            .add(Noise.encoding(parameters.logN(), bound * scale.high()));
    return new State(level, scale, noise, bound);
  }

  /** A noise with that of a key switch. */
  Noise switched(Noise noise, int level) {
    return noise.keySwitch(switcher, parameters.limbs(level));
  }

  /** The error of a key switch alone. */
  Noise switched(int level) {
    return switched(Noise.none(parameters.logN()), level);
  }

  /** Rescaling, whose own error is there {@code count} times. */
  Noise rescaled(Noise noise, int level, int count) {
    double divisor = parameters.rescaleDivisor(level).high();
    Noise rounding = Noise.none(parameters.logN()).rescale(divisor);
    return noise.times(1 / divisor).add(rounding.sum(count));
  }

  /** A product with relinearisation and rescaling. */
  State product(State a, State b) {
    int level = Math.min(a.level(), b.level());
    Noise noise = switched(a.noise().multiply(a.scaledBound(), b.noise(), b.scaledBound()), level);
    Scale scale = a.scale().multiply(b.scale()).divide(parameters.rescaleDivisor(level));
    return new State(level - 1, scale, rescaled(noise, level, 1), a.bound() * b.bound());
  }

  /**
   * A polynomial on [-1, 1]: its slope times the argument's error, and for each power that is made
   * on the way, and for each coefficient, the error of a product.
   *
   * @param level of the result
   * @return at the default scale
   */
  Noise polynomial(Polynomial core, State t, int level) {
    double scale = parameters.defaultScale().high();
    State exact = new State(level + 1, parameters.defaultScale(), Noise.none(parameters.logN()), 1);
    double own = product(exact, exact).noise().sigma();
    double slope = 0;
    double weights = 0;
    for (int i = 1; i <= core.degree(); i++) {
      double power = core.basis() == Polynomial.Basis.CHEBYSHEV ? (double) i * i : i;
      slope += Math.abs(core.coefficient(i)) * power;
      weights += Math.abs(core.coefficient(i)) * 2 * power;
    }
    double argument = t.noise().sigma() / t.scale().high() * slope * scale;
    return new Noise(parameters.logN(), argument + own * (weights + 2 * Core.depth(core)));
  }

  /** Bound of the error of all outputs, except with probability 2^-40. */
  static double errorBound(State result) {
    return decoded(result).bound() / result.scale().high();
  }

  /**
   * The largest error of an output that is to be expected: it is exceeded in one of a thousand
   * evaluations. The last map adds up so many errors that theirs is a Gaussian number; half of its
   * variance is in the real part.
   *
   * @param outputs number of outputs of a batch
   */
  static double expectedError(State result, double outputs) {
    double deviations = Math.sqrt(Math.log(2 * outputs * EVALUATIONS));
    return deviations * decoded(result).sigma() / result.scale().high();
  }

  private static Noise decoded(State result) {
    return result.noise().decoded(result.scaledBound());
  }
}
