package org.cryptotl.nn.layer;

import org.cryptotl.he.ring.Parallel;

/** Calls its input a vector; no entry moves. */
public record Flatten() implements Layer {

  @Override
  public Shape output(Shape input) {
    return Shape.of(input.size());
  }

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    System.arraycopy(x, 0, y, 0, count * input.size());
  }
}
