package org.cryptotl.nn.training;

import org.cryptotl.nn.layer.Layer;

/**
 * One layer at work: its weights are a part of one array of all weights, and it goes forward and
 * back. Arguments hold a batch, one sample after another.
 */
abstract class Unit {

  /** Number of this unit's weights, whatever they are. */
  int slots() {
    return 0;
  }

  /** How many of them, from the first, are trained. */
  int trained() {
    return 0;
  }

  /** How many of them, from the first, L2 regularisation makes small. */
  int decayed() {
    return 0;
  }

  /** Copies the layer's weights into the array; its first one will be at {@code slot}. */
  void load(float[] weights, int slot) {}

  /** The layer with the weights of the array. */
  abstract Layer layer(float[] weights);

  abstract void forward(Pass pass, float[] x, float[] y);

  /** The gradient dx by x, where dy is that by y. */
  abstract void inputGradients(Pass pass, float[] x, float[] y, float[] dy, float[] dx);

  /** Adds the gradient by the weights, summed over the samples, at their places. */
  void weightGradients(Pass pass, float[] x, float[] dy, float[] gradients) {}

  /** Adds to each sample's entry the squared norm of its own gradient by the weights. */
  void addSquaredNorms(Pass pass, float[] x, float[] dy, double[] norms) {}

  /** What this unit adds to the loss of one sample. */
  double penalty(int sample, float[] x) {
    return 0;
  }
}
