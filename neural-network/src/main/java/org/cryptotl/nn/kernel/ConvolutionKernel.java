package org.cryptotl.nn.kernel;

import java.util.Arrays;
import org.cryptotl.he.ring.Parallel;

/**
 * The products of a convolution, sample by sample: the patches of a sample are the columns of a
 * matrix, which the filters multiply (Chellapilla et al. 2006).
 *
 * @param patches where the windows lie
 * @param filters channels of the output
 */
public record ConvolutionKernel(Patches patches, int filters) {

  /** Entries of the output of one sample. */
  public int outputs() {
    return filters * patches.positions();
  }

  /**
   * The convolution of every sample.
   *
   * @param weights of filter f at {@code weight + f patches.size()}
   * @param biases one a filter from entry {@code bias} on, if {@code biased}
   */
  public void forward(
      int count,
      float[] x,
      float[] weights,
      int weight,
      float[] biases,
      int bias,
      boolean biased,
      float[] y,
      Parallel parallel) {
    int positions = patches.positions();
    parallel.forEach(
        count,
        sample -> {
          float[] matrix = Scratch.PATCHES.floats(patches.entries());
          patches.gather(x, sample * patches.inputs(), matrix);
          int to = sample * outputs();
          for (int f = 0; f < filters; f++) {
            float value = biased ? biases[bias + f] : 0;
            Arrays.fill(y, to + f * positions, to + (f + 1) * positions, value);
          }
          MatrixProduct.accumulate(
              filters,
              positions,
              patches.size(),
              Strided.rows(weights, weight, patches.size()),
              Strided.rows(matrix, 0, positions),
              Strided.rows(y, to, positions),
              Parallel.NONE);
        });
  }

  /** The gradients by the inputs of every sample. */
  public void inputGradients(
      int count, float[] dy, float[] weights, int weight, float[] dx, Parallel parallel) {
    int positions = patches.positions();
    parallel.forEach(
        count,
        sample -> {
          float[] matrix = Scratch.PATCHES.floats(patches.entries());
          Arrays.fill(matrix, 0, patches.entries(), 0);
          MatrixProduct.accumulate(
              patches.size(),
              positions,
              filters,
              Strided.rows(weights, weight, patches.size()).transposed(),
              Strided.rows(dy, sample * outputs(), positions),
              Strided.rows(matrix, 0, positions),
              Parallel.NONE);
          int to = sample * patches.inputs();
          Arrays.fill(dx, to, to + patches.inputs(), 0);
          patches.scatterAdd(matrix, dx, to);
        });
  }

  /**
   * Adds one sample's gradient by the weights (and by the biases, if {@code biased}).
   *
   * @param gradients by the weights from entry {@code weight} on, by the biases from {@code bias}
   */
  public void weightGradients(
      int sample, float[] x, float[] dy, float[] gradients, int weight, int bias, boolean biased) {
    int positions = patches.positions();
    float[] matrix = Scratch.PATCHES.floats(patches.entries());
    patches.gather(x, sample * patches.inputs(), matrix);
    int from = sample * outputs();
    MatrixProduct.accumulate(
        filters,
        patches.size(),
        positions,
        Strided.rows(dy, from, positions),
        Strided.rows(matrix, 0, positions).transposed(),
        Strided.rows(gradients, weight, patches.size()),
        Parallel.NONE);
    if (biased) {
      for (int f = 0; f < filters; f++) {
        float sum = 0;
        for (int i = from + f * positions; i < from + (f + 1) * positions; i++) {
          sum += dy[i];
        }
        gradients[bias + f] += sum;
      }
    }
  }
}
