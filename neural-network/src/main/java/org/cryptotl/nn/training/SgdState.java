package org.cryptotl.nn.training;

/** Velocities. */
final class SgdState implements Optimizer.State {

  private final float learningRate;
  private final float momentum;
  private final float[] velocities;

  SgdState(Optimizer.Sgd options, int weights) {
    learningRate = (float) options.learningRate();
    momentum = (float) options.momentum();
    velocities = new float[weights];
  }

  @Override
  public void nextStep() {}

  @Override
  public void update(float[] weights, float[] gradients, int from, int to, float factor, float l2) {
    for (int i = from; i < to; i++) {
      float gradient = factor * gradients[i] + l2 * weights[i];
      velocities[i] = momentum * velocities[i] + gradient;
      weights[i] -= learningRate * velocities[i];
    }
  }
}
