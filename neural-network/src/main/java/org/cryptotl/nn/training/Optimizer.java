package org.cryptotl.nn.training;

/** How gradients change weights. */
public sealed interface Optimizer {

  /** The state of an optimizer for so many weights. */
  State start(int weights);

  /** What an optimizer remembers between steps. */
  interface State {

    /** Counts a step; comes before its updates. */
    void nextStep();

    /**
     * Changes the weights in [from, to) by the gradient {@code factor * gradients + l2 * weights}.
     * Parts of one step may be updated by several threads.
     */
    void update(float[] weights, float[] gradients, int from, int to, float factor, float l2);
  }

  /**
   * Stochastic gradient descent with momentum: v = momentum v + g, w -= learningRate v.
   *
   * @param learningRate above 0
   * @param momentum in [0, 1)
   */
  record Sgd(double learningRate, double momentum) implements Optimizer {

    /** Checks the numbers. */
    public Sgd {
      if (!(learningRate > 0 && momentum >= 0 && momentum < 1)) {
        throw new IllegalArgumentException(
            "SGD: got learning rate %s and momentum %s, expected a rate above 0 and a momentum in [0, 1)"
                .formatted(learningRate, momentum));
      }
    }

    @Override
    public State start(int weights) {
      return new SgdState(this, weights);
    }
  }

  /**
   * Adam (Kingma and Ba 2015, algorithm 1).
   *
   * @param learningRate above 0
   * @param beta1 decay of the mean of gradients, in [0, 1)
   * @param beta2 decay of the mean of their squares, in [0, 1)
   * @param epsilon added to the root of the latter, above 0
   */
  record Adam(double learningRate, double beta1, double beta2, double epsilon)
      implements Optimizer {

    /** Checks the numbers. */
    public Adam {
      if (!(learningRate > 0
          && beta1 >= 0
          && beta1 < 1
          && beta2 >= 0
          && beta2 < 1
          && epsilon > 0)) {
        throw new IllegalArgumentException(
            "Adam: got learning rate %s, decays %s and %s, epsilon %s, expected rate and epsilon above 0 and decays in [0, 1)"
                .formatted(learningRate, beta1, beta2, epsilon));
      }
    }

    /** Adam with the decays and the epsilon of its paper. */
    public Adam(double learningRate) {
      this(learningRate, 0.9, 0.999, 1e-8);
    }

    @Override
    public State start(int weights) {
      return new AdamState(this, weights);
    }
  }
}
