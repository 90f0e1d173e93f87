package org.cryptotl.nn.layer;

import org.cryptotl.he.ring.Parallel;

/** The activation 1 / (1 + exp(-x)) in every entry. */
public record Sigmoid() implements Activation {

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    int size = input.size();
    parallel.forEach(
        count,
        sample -> {
          for (int i = sample * size; i < (sample + 1) * size; i++) {
            y[i] = (float) (1 / (1 + Math.exp(-x[i])));
          }
        });
  }
}
