package org.cryptotl.he.plan;

/** One step of a network on real vectors. Steps hold weights: they are not printed. */
public sealed interface Step permits Affine, Activation {

  /** Number of entries of the argument. */
  int inputs();

  /** Number of entries of the result. */
  int outputs();

  /**
   * The step in double arithmetic: the oracle of every other evaluation.
   *
   * @param x a vector of {@link #inputs} entries, which is not changed
   * @throws IllegalArgumentException for a vector of another length
   */
  double[] apply(double[] x);
}
