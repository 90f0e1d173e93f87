package org.cryptotl.nn.kernel;

import java.util.Arrays;
import org.cryptotl.he.ring.Parallel;

/**
 * The products of a dense layer y = W x + b. Batches hold one sample after another; W is stored row
 * after row.
 *
 * @param inputs entries of x
 * @param outputs entries of y
 */
public record DenseKernel(int inputs, int outputs) {

  /**
   * y = W x + b for every sample.
   *
   * @param weights W from entry {@code weight} on
   * @param biases b from entry {@code bias} on, if {@code biased}
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
    for (int sample = 0; sample < count; sample++) {
      if (biased) {
        System.arraycopy(biases, bias, y, sample * outputs, outputs);
      } else {
        Arrays.fill(y, sample * outputs, (sample + 1) * outputs, 0);
      }
    }
    // The samples are the columns, so that the weights are read row by row.
    MatrixProduct.accumulate(
        outputs,
        count,
        inputs,
        Strided.rows(weights, weight, inputs),
        Strided.rows(x, 0, inputs).transposed(),
        Strided.rows(y, 0, outputs).transposed(),
        parallel);
  }

  /** dx = W^T dy for every sample. */
  public void inputGradients(
      int count, float[] dy, float[] weights, int weight, float[] dx, Parallel parallel) {
    Arrays.fill(dx, 0, count * inputs, 0);
    MatrixProduct.accumulate(
        count,
        inputs,
        outputs,
        Strided.rows(dy, 0, outputs),
        Strided.rows(weights, weight, inputs),
        Strided.rows(dx, 0, inputs),
        parallel);
  }

  /**
   * Adds the sums over the samples: dW += dy x^T, db += dy.
   *
   * @param gradients dW from entry {@code weight} on, db from entry {@code bias} on if {@code
   *     biased}
   */
  public void weightGradients(
      int count,
      float[] x,
      float[] dy,
      float[] gradients,
      int weight,
      int bias,
      boolean biased,
      Parallel parallel) {
    MatrixProduct.accumulate(
        outputs,
        inputs,
        count,
        Strided.rows(dy, 0, outputs).transposed(),
        Strided.rows(x, 0, inputs),
        Strided.rows(gradients, weight, inputs),
        parallel);
    if (biased) {
      for (int sample = 0; sample < count; sample++) {
        for (int i = 0; i < outputs; i++) {
          gradients[bias + i] += dy[sample * outputs + i];
        }
      }
    }
  }
}
