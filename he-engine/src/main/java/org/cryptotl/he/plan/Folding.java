package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.circuit.Polynomial;

/**
 * Brings a network into its cheapest equal form: affine maps and activations in turn, beginning and
 * ending with an affine map. Neighbouring affine maps become one; polynomials of degree 1 become
 * affine; the others give their shifts and factors to the maps around them, see {@link NormalForm}.
 */
public final class Folding {

  private Folding() {}

  /**
   * Folds a network.
   *
   * @param steps at least one; the outputs of each are as many as the inputs of the next
   * @return steps that compute the same but for rounding
   */
  public static List<Step> fold(List<Step> steps) {
    check(steps);
    List<Step> folded = new ArrayList<>();
    Affine pending = Affine.uniform(steps.get(0).inputs(), 1, 0);
    for (Step step : steps) {
      switch (step) {
        case Affine affine -> pending = affine.after(pending);
        case Activation(int size, Polynomial p) when p.degree() < 2 -> {
          double[] c = NormalForm.asPowers(p);
          pending = Affine.uniform(size, c[1], c[0]).after(pending);
        }
        case Activation(int size, Polynomial p) -> {
          NormalForm form = NormalForm.of(p);
          folded.add(Affine.uniform(size, form.inFactor(), form.inShift()).after(pending));
          folded.add(new Activation(size, form.core()));
          pending = Affine.uniform(size, form.outFactor(), form.outShift());
        }
      }
    }
    folded.add(pending);
    return List.copyOf(folded);
  }

  private static void check(List<Step> steps) {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("network: it has no steps");
    }
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).inputs() != steps.get(i - 1).outputs()) {
        throw new IllegalArgumentException(
            "network: step %d takes %d entries, step %d gives %d"
                .formatted(i, steps.get(i).inputs(), i - 1, steps.get(i - 1).outputs()));
      }
    }
  }

  /** A network in double arithmetic, step by step. */
  public static double[] apply(List<Step> steps, double[] x) {
    double[] y = x;
    for (Step step : steps) {
      y = step.apply(y);
    }
    return y;
  }
}
