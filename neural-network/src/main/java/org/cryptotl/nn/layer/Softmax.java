package org.cryptotl.nn.layer;

import org.cryptotl.he.ring.Parallel;

/** The activation exp(x_i) / sum_j exp(x_j) over all entries of a vector. */
public record Softmax() implements Activation {

  @Override
  public Shape output(Shape input) {
    if (input.rank() != 1) {
      throw new IllegalArgumentException(
          "Softmax: got an input of shape %s, expected a vector; put a Flatten before the layer"
              .formatted(input));
    }
    return input;
  }

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    int size = input.size();
    parallel.forEach(
        count,
        sample -> {
          int from = sample * size;
          float largest = x[from];
          for (int i = from + 1; i < from + size; i++) {
            largest = Math.max(largest, x[i]);
          }
          double sum = 0;
          for (int i = from; i < from + size; i++) {
            double e = Math.exp((double) x[i] - largest);
            y[i] = (float) e;
            sum += e;
          }
          for (int i = from; i < from + size; i++) {
            y[i] = (float) (y[i] / sum);
          }
        });
  }
}
