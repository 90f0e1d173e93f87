package org.cryptotl.nn.layer;

import org.cryptotl.he.ring.Parallel;

/** The activation max(x, 0) in every entry. */
public record Relu() implements Activation {

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    int size = input.size();
    parallel.forEach(
        count,
        sample -> {
          for (int i = sample * size; i < (sample + 1) * size; i++) {
            y[i] = Math.max(x[i], 0);
          }
        });
  }
}
