package org.cryptotl.nn.layer;

import org.cryptotl.he.ring.Parallel;

/** One layer of a network: immutable, with its weights, which are not printed. */
public sealed interface Layer
    permits Activation,
        AveragePool1D,
        AveragePool2D,
        BatchNorm,
        Conv1D,
        Conv2D,
        Dense,
        Dropout,
        Flatten,
        MaxPool1D,
        MaxPool2D,
        Reshape {

  /** What kind of layer this is, as messages name it. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * The shape of the output for an input of this shape.
   *
   * @throws IllegalArgumentException if the layer does not take such an input; the message names
   *     the layer, both shapes and a remedy
   */
  Shape output(Shape input);

  /**
   * Evaluates the layer as it is used after training (dropout does nothing, batch normalisation
   * uses its stored statistics).
   *
   * @param input the shape of one sample, which {@link #output} accepts
   * @param count number of samples
   * @param x the samples, one after another: {@code count * input.size()} entries or more
   * @param y receives the outputs: {@code count * output(input).size()} entries or more; may be
   *     {@code x} for {@link Activation}, {@link BatchNorm}, {@link Flatten}, {@link Reshape} and
   *     {@link Dropout}
   * @param parallel how to run; the result does not depend on it
   */
  void forward(Shape input, int count, float[] x, float[] y, Parallel parallel);

  /** Number of weights that training changes. */
  default long parameters() {
    return 0;
  }
}
