package org.cryptotl.nn.layer;

import org.cryptotl.he.ring.Parallel;

/**
 * Dropout (Srivastava et al. 2014): in training each entry is zero with probability {@code rate},
 * else divided by {@code 1 - rate}; afterwards the layer does nothing.
 *
 * @param rate in [0, 1)
 */
public record Dropout(float rate) implements Layer {

  /** Checks the rate. */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("Dropout: got rate " + rate + ", expected one in [0, 1)");
    }
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    System.arraycopy(x, 0, y, 0, count * input.size());
  }
}
