package org.cryptotl.nn.layer;

import java.util.random.RandomGenerator;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.kernel.ConvolutionKernel;
import org.cryptotl.nn.kernel.Patches;

/**
 * Convolution (as everywhere in the field: correlation) of images (channels, height, width).
 *
 * @param channels of the input
 * @param filters channels of the output
 * @param rows the window along the height; padding counts as zeros
 * @param columns the window along the width; padding counts as zeros
 * @param weights that of filter f, channel c, row i and column j at {@code ((f * channels + c) *
 *     rows.size() + i) * columns.size() + j}
 * @param bias one a filter, or {@link Weights#NONE}
 */
public record Conv2D(
    int channels, int filters, Window rows, Window columns, Weights weights, Weights bias)
    implements Layer {

  /** Checks the sizes. */
  public Conv2D {
    check("Conv2D", channels, filters, (long) rows.size() * columns.size(), weights, bias);
  }

  static void check(
      String layer, int channels, int filters, long window, Weights weights, Weights bias) {
    if (channels < 1 || filters < 1 || (double) channels * filters * window > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s: got %d channels, %d filters and a window of %d, expected at least 1 and a product below 2^31"
              .formatted(layer, channels, filters, window));
    }
    weights.expect(layer, "weights", (int) ((long) channels * filters * window));
    if (bias.size() > 0) {
      bias.expect(layer, "biases", filters);
    }
  }

  /** A layer to be trained: weights by Glorot and Bengio (2010), uniform; a bias of zeros. */
  public static Conv2D random(
      int channels, int filters, Window rows, Window columns, RandomGenerator random) {
    int size = rows.size() * columns.size();
    return new Conv2D(
        channels,
        filters,
        rows,
        columns,
        Glorot.uniform(filters * channels * size, channels * size, filters * size, random),
        Weights.of(new float[filters]));
  }

  /** Where the windows lie in an input of this shape. */
  public Patches patches(Shape input) {
    return Pooling.image(this, input, rows, columns);
  }

  @Override
  public Shape output(Shape input) {
    if (input.rank() != 3 || input.dimension(0) != channels) {
      throw new IllegalArgumentException(
          "Conv2D: got an input of shape %s, expected (%d, height, width)%s"
              .formatted(
                  input, channels, input.rank() < 3 ? "; put a Reshape before the layer" : ""));
    }
    return Shape.of(
        filters, rows.outputs(this, input.dimension(1)), columns.outputs(this, input.dimension(2)));
  }

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    new ConvolutionKernel(patches(input), filters)
        .forward(count, x, weights.array(), 0, bias.array(), 0, bias.size() > 0, y, parallel);
  }

  @Override
  public long parameters() {
    return (long) weights.size() + bias.size();
  }
}
