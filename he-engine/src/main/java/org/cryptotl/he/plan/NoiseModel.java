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

  /**
   * Whether the modulus has room for the values.
   *
   * @param factor between a slot's absolute value and the bound of its parts
   */
  boolean hasRoom(State state, double factor) {
    double largest = factor * state.scaledBound();
    return Math.log(2 * largest) / Math.log(2) < parameters.logModulus(state.level());
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

  /** What relinearisation and rescaling add to a product at a level. */
  Noise multiplied(int level) {
    return rescaled(switched(level), level, 1);
  }

  /** The scale of a product of two ciphertexts of one scale, rescaled. */
  Scale squared(Scale scale, int level) {
    return scale.multiply(scale).divide(parameters.rescaleDivisor(level));
  }

  /** Noise in units of the value. */
  static Noise relative(Noise noise, Scale scale) {
    return noise.times(1 / scale.high());
  }

  /**
   * A polynomial on [-1, 1]: its slope times the argument's error, that of each power times its
   * coefficient, and that of the products that put the parts together.
   *
   * @param slope largest absolute derivative
   * @return in units of the value
   */
  Noise polynomial(Polynomial core, State t, double slope) {
    Noise sum = relative(t.noise(), t.scale()).times(slope);
    double[] errors = powers(core, t);
    for (int i = 1; i <= core.degree(); i++) {
      sum = sum.add(new Noise(parameters.logN(), errors[i] * Math.abs(core.coefficient(i))));
    }
    Noise product = relative(multiplied(t.level()), parameters.defaultScale());
    return sum.add(product.times(2 * Core.depth(core)));
  }

  /**
   * Errors of the powers, each a product of two earlier ones: up to 1 in size for Chebyshev
   * polynomials, powers of the argument's bound for the others. Scales fall with the depth where a
   * level's primes are larger than they are, except for the last one.
   */
  private double[] powers(Polynomial core, State t) {
    int depth = Core.depth(core);
    double[] own = new double[depth + 1];
    Scale scale = t.scale();
    for (int d = 1; d < depth; d++) {
      scale = squared(scale, t.level() - d + 1);
      own[d] = relative(multiplied(t.level()), scale).sigma();
    }
    own[depth] = relative(multiplied(t.level()), parameters.defaultScale()).sigma();
    boolean chebyshev = core.basis() == Polynomial.Basis.CHEBYSHEV;
    int factor = chebyshev ? 2 : 1;
    double size = chebyshev ? 1 : Math.max(1, t.bound());
    double[] errors = new double[core.degree() + 1];
    for (int n = 2; n <= core.degree(); n++) {
      int i = Integer.highestOneBit(n - 1);
      int d = Integer.SIZE - Integer.numberOfLeadingZeros(n - 1);
      errors[n] =
          own[d] + factor * (Math.pow(size, n - i) * errors[i] + Math.pow(size, i) * errors[n - i]);
    }
    return errors;
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
