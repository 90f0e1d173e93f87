package org.cryptotl.nn.training;

/** Running means of gradients and of their squares. */
final class AdamState implements Optimizer.State {

  private final Optimizer.Adam options;
  private final float[] means;
  private final float[] squares;
  private int steps;

  AdamState(Optimizer.Adam options, int weights) {
    this.options = options;
    means = new float[weights];
    squares = new float[weights];
  }

  @Override
  public void nextStep() {
    steps++;
  }

  @Override
  public void update(float[] weights, float[] gradients, int from, int to, float factor, float l2) {
    float beta1 = (float) options.beta1();
    float beta2 = (float) options.beta2();
    float rest1 = 1 - beta1;
    float rest2 = 1 - beta2;
    // The order of operations at the end of the paper's section 2, without its epsilon hat.
    double correction2 = Math.sqrt(1 - Math.pow(options.beta2(), steps));
    float rate =
        (float) (options.learningRate() * correction2 / (1 - Math.pow(options.beta1(), steps)));
    float epsilon = (float) (options.epsilon() * correction2);
    for (int i = from; i < to; i++) {
      float gradient = factor * gradients[i] + l2 * weights[i];
      float mean = beta1 * means[i] + rest1 * gradient;
      float square = beta2 * squares[i] + rest2 * gradient * gradient;
      means[i] = mean;
      squares[i] = square;
      weights[i] -= rate * mean / ((float) Math.sqrt(square) + epsilon);
    }
  }
}
