package org.cryptotl.nn.layer;

/** A function without weights that keeps the shape. */
public sealed interface Activation extends Layer permits Polynomial, Relu, Sigmoid, Softmax, Tanh {

  @Override
  default Shape output(Shape input) {
    return input;
  }
}
