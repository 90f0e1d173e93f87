package org.cryptotl.nn.training;

import java.util.Arrays;
import org.cryptotl.nn.kernel.ConvolutionKernel;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Conv2D;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Weights;

/** A convolution: weights, then biases. */
final class ConvolutionUnit extends Unit {

  /** Sums of gradients that are kept apart, so that several threads can add: whatever threads. */
  private static final int PARTS = 16;

  private final Layer layer;
  private final ConvolutionKernel kernel;
  private final Weights weights;
  private final Weights biases;
  private final boolean biased;
  private final float[][] parts;
  private int slot;
  private int bias;

  ConvolutionUnit(Conv1D layer, Shape input) {
    this(
        layer,
        new ConvolutionKernel(layer.patches(input), layer.filters()),
        layer.weights(),
        layer.bias());
  }

  ConvolutionUnit(Conv2D layer, Shape input) {
    this(
        layer,
        new ConvolutionKernel(layer.patches(input), layer.filters()),
        layer.weights(),
        layer.bias());
  }

  private ConvolutionUnit(Layer layer, ConvolutionKernel kernel, Weights weights, Weights biases) {
    this.layer = layer;
    this.kernel = kernel;
    this.weights = weights;
    this.biases = biases;
    biased = biases.size() > 0;
    parts = new float[PARTS][slots()];
  }

  @Override
  int slots() {
    return weights.size() + biases.size();
  }

  @Override
  int trained() {
    return slots();
  }

  @Override
  int decayed() {
    return weights.size();
  }

  @Override
  void load(float[] all, int slot) {
    this.slot = slot;
    bias = slot + weights.size();
    System.arraycopy(weights.toArray(), 0, all, slot, weights.size());
    System.arraycopy(biases.toArray(), 0, all, bias, biases.size());
  }

  @Override
  Layer layer(float[] all) {
    Weights w = Weights.of(Arrays.copyOfRange(all, slot, bias));
    Weights b = Weights.of(Arrays.copyOfRange(all, bias, slot + slots()));
    return switch (layer) {
      case Conv1D c -> new Conv1D(c.channels(), c.filters(), c.window(), w, b);
      case Conv2D c -> new Conv2D(c.channels(), c.filters(), c.rows(), c.columns(), w, b);
      default -> throw new IllegalStateException("not a convolution: " + layer.name());
    };
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
    int used = Math.min(PARTS, pass.count);
    pass.parallel.forEach(
        used,
        part -> {
          Arrays.fill(parts[part], 0);
          for (int sample = part; sample < pass.count; sample += PARTS) {
            kernel.weightGradients(sample, x, dy, parts[part], 0, weights.size(), biased);
          }
        });
    for (int part = 0; part < used; part++) {
      for (int i = 0; i < slots(); i++) {
        gradients[slot + i] += parts[part][i];
      }
    }
  }

  /** Every sample's gradient is formed, since it is a sum over the places of the windows. */
  @Override
  void addSquaredNorms(Pass pass, float[] x, float[] dy, double[] norms) {
    pass.parallel.forEach(
        Math.min(PARTS, pass.count),
        part -> {
          for (int sample = part; sample < pass.count; sample += PARTS) {
            Arrays.fill(parts[part], 0);
            kernel.weightGradients(sample, x, dy, parts[part], 0, weights.size(), biased);
            double sum = 0;
            for (float g : parts[part]) {
              sum += (double) g * g;
            }
            norms[sample] += sum;
          }
        });
  }
}
