package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.circuit.Polynomial;

/**
 * A network as planners take it: folded, with the arguments of polynomials by powers brought to a
 * size of about 1, and sized up.
 *
 * <p>Scales are the same for all values of a ciphertext, so large arguments t make t^2 and t^3
 * outgrow the modulus and leave their factor in the next map to be rounded away, and small ones
 * make them vanish in the noise.
 *
 * @param steps affine maps and activations in turn
 * @param ranges of these steps
 */
record Folded(List<Step> steps, Ranges ranges) {

  Folded {
    steps = List.copyOf(steps);
  }

  static Folded of(List<Step> network, Goal goal) {
    List<Step> natural = Folding.fold(network);
    List<Step> steps = toUnitSize(natural, Ranges.of(natural, goal));
    return new Folded(steps, Ranges.of(steps, goal));
  }

  private static List<Step> toUnitSize(List<Step> folded, Ranges ranges) {
    List<Step> steps = new ArrayList<>(folded);
    for (int i = 1; i < steps.size(); i += 2) {
      Activation activation = (Activation) steps.get(i);
      Polynomial core = activation.polynomial();
      double size = size(core, ranges.argument(i));
      if (size != 1) {
        int entries = activation.inputs();
        double factor = hasFactor(core) ? Math.pow(size, core.degree()) : 1;
        steps.set(i - 1, Affine.uniform(entries, 1 / size, 0).after((Affine) steps.get(i - 1)));
        steps.set(i, new Activation(entries, substituted(core, size, factor)));
        steps.set(i + 1, ((Affine) steps.get(i + 1)).after(Affine.uniform(entries, factor, 0)));
      }
    }
    return steps;
  }

  /** What arguments are divided by. */
  private static double size(Polynomial core, double largest) {
    boolean isMonomial = hasFactor(core) && core.coefficient(1) == 0;
    if (isMonomial) {
      return largest;
    }
    return core.basis() == Polynomial.Basis.POWERS ? Math.max(1, largest) : 1;
  }

  /** Whether the next map takes over a factor, so that the coefficient of degree is 1. */
  private static boolean hasFactor(Polynomial core) {
    return Core.isSquare(core) || Core.isDepressedCubic(core);
  }

  /** The polynomial q with p(r u) = factor q(u), of a polynomial p by powers. */
  private static Polynomial substituted(Polynomial p, double r, double factor) {
    double[] coefficients = new double[p.degree() + 1];
    double power = 1 / factor;
    for (int i = 0; i <= p.degree(); i++) {
      coefficients[i] = p.coefficient(i) * power;
      power *= r;
    }
    if (hasFactor(p)) {
      coefficients[p.degree()] = 1;
    }
    return Polynomial.powers(coefficients);
  }
}
