package org.cryptotl.nn.layer;

import java.util.random.RandomGenerator;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.kernel.ConvolutionKernel;
import org.cryptotl.nn.kernel.Patches;

/**
 * Convolution (as everywhere in the field: correlation) of signals (channels, length).
 *
 * @param channels of the input
 * @param filters channels of the output
 * @param window along the length; padding counts as zeros
 * @param weights that of filter f, channel c and place k at {@code (f * channels + c) * size + k}
 * @param bias one a filter, or {@link Weights#NONE}
 */
public record Conv1D(int channels, int filters, Window window, Weights weights, Weights bias)
    implements Layer {

  /** Checks the sizes. */
  public Conv1D {
    Conv2D.check("Conv1D", channels, filters, window.size(), weights, bias);
  }

  /** A layer to be trained: weights by Glorot and Bengio (2010), uniform; a bias of zeros. */
  public static Conv1D random(int channels, int filters, Window window, RandomGenerator random) {
    int size = window.size();
    return new Conv1D(
        channels,
        filters,
        window,
        Glorot.uniform(filters * channels * size, channels * size, filters * size, random),
        Weights.of(new float[filters]));
  }

  /** The same layer without a bias. */
  public Conv1D withoutBias() {
    return new Conv1D(channels, filters, window, weights, Weights.NONE);
  }

  /** Where the windows lie in an input of this shape. */
  public Patches patches(Shape input) {
    return Pooling.signal(this, input, window);
  }

  @Override
  public Shape output(Shape input) {
    if (input.rank() != 2 || input.dimension(0) != channels) {
      throw new IllegalArgumentException(
          "Conv1D: got an input of shape %s, expected (%d, length)%s"
              .formatted(
                  input, channels, input.rank() == 1 ? "; put a Reshape before the layer" : ""));
    }
    return Shape.of(filters, window.outputs(this, input.dimension(1)));
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
