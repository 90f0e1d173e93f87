package org.cryptotl.nn.training;

import java.util.Arrays;
import org.cryptotl.nn.kernel.DenseKernel;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Weights;

/** A dense layer: weights, then biases. */
final class DenseUnit extends Unit {

  private final Dense layer;
  private final DenseKernel kernel;
  private final boolean biased;
  private int slot;
  private int bias;

  DenseUnit(Dense layer) {
    this.layer = layer;
    kernel = new DenseKernel(layer.inputs(), layer.outputs());
    biased = layer.bias().size() > 0;
  }

  @Override
  int slots() {
    return layer.weights().size() + layer.bias().size();
  }

  @Override
  int trained() {
    return slots();
  }

  @Override
  int decayed() {
    return layer.weights().size();
  }

  @Override
  void load(float[] weights, int slot) {
    this.slot = slot;
    bias = slot + layer.weights().size();
    System.arraycopy(layer.weights().toArray(), 0, weights, slot, layer.weights().size());
    System.arraycopy(layer.bias().toArray(), 0, weights, bias, layer.bias().size());
  }

  @Override
  Layer layer(float[] weights) {
    return new Dense(
        layer.inputs(),
        layer.outputs(),
        Weights.of(Arrays.copyOfRange(weights, slot, bias)),
        Weights.of(Arrays.copyOfRange(weights, bias, slot + slots())));
  }

  @Override
  void forward(Pass pass, float[] x, float[] y) {
    kernel.forward(pass.count, x, pass.weights, slot, pass.weights, bias, biased, y, pass.parallel);
  }

  @Override
  void inputGradients(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
    kernel.inputGradients(pass.count, dy, pass.weights, slot, dx, pass.parallel);
  }

  @Override
  void weightGradients(Pass pass, float[] x, float[] dy, float[] gradients) {
    kernel.weightGradients(pass.count, x, dy, gradients, slot, bias, biased, pass.parallel);
  }

  /**
   * The gradient of one sample is dy x^T (and dy for the bias), so its squared norm is |dy|^2
   * (|x|^2 + 1): no gradient needs to be formed (Goodfellow 2015, arXiv 1510.01799).
   */
  @Override
  void addSquaredNorms(Pass pass, float[] x, float[] dy, double[] norms) {
    pass.parallel.forEach(
        pass.count,
        sample -> {
          double ofX = squared(x, sample * layer.inputs(), layer.inputs()) + (biased ? 1 : 0);
          norms[sample] += ofX * squared(dy, sample * layer.outputs(), layer.outputs());
        });
  }

  private static double squared(float[] v, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += (double) v[i] * v[i];
    }
    return sum;
  }
}
