package org.cryptotl.nn.layer;

import org.cryptotl.he.ring.Parallel;

/**
 * Gives its input another shape of the same size; no entry moves.
 *
 * @param shape the shape of the output
 */
public record Reshape(Shape shape) implements Layer {

  @Override
  public Shape output(Shape input) {
    if (input.size() != shape.size()) {
      throw new IllegalArgumentException(
          "Reshape: got an input of shape %s, i.e. %d entries, expected %d for %s"
              .formatted(input, input.size(), shape.size(), shape));
    }
    return shape;
  }

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    System.arraycopy(x, 0, y, 0, count * input.size());
  }
}
