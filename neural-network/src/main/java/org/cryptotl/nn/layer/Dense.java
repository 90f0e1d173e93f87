package org.cryptotl.nn.layer;

import java.util.random.RandomGenerator;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.kernel.DenseKernel;

/**
 * The map x -&gt; W x + b of vectors.
 *
 * @param inputs entries of x
 * @param outputs entries of the result
 * @param weights W, row after row: that of output i from input j is at {@code i * inputs + j}
 * @param bias b, one an output, or {@link Weights#NONE}
 */
public record Dense(int inputs, int outputs, Weights weights, Weights bias) implements Layer {

  /** Checks the sizes. */
  public Dense {
    if (inputs < 1 || outputs < 1 || (long) inputs * outputs > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Dense: got %d inputs and %d outputs, expected at least 1 and a product below 2^31"
              .formatted(inputs, outputs));
    }
    weights.expect("Dense", "weights", inputs * outputs);
    if (bias.size() > 0) {
      bias.expect("Dense", "biases", outputs);
    }
  }

  /** A layer to be trained: weights by Glorot and Bengio (2010), uniform; a bias of zeros. */
  public static Dense random(int inputs, int outputs, RandomGenerator random) {
    return new Dense(
        inputs,
        outputs,
        Glorot.uniform(inputs * outputs, inputs, outputs, random),
        Weights.of(new float[outputs]));
  }

  @Override
  public Shape output(Shape input) {
    if (input.rank() != 1 || input.size() != inputs) {
      throw new IllegalArgumentException(
          "Dense: got an input of shape %s, expected (%d)%s"
              .formatted(
                  input, inputs, input.rank() > 1 ? "; put a Flatten before the layer" : ""));
    }
    return Shape.of(outputs);
  }

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    DenseKernel kernel = new DenseKernel(inputs, outputs);
    kernel.forward(count, x, weights.array(), 0, bias.array(), 0, bias.size() > 0, y, parallel);
  }

  @Override
  public long parameters() {
    return (long) weights.size() + bias.size();
  }
}
