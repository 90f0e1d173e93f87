package org.cryptotl.nn.onnx;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Conv2D;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Flatten;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Range;
import org.cryptotl.nn.layer.Reshape;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Weights;

/**
 * The layers so far. Each change makes the signals from before unusable: a value that is needed
 * again later would be a branch, which a chain of layers does not have.
 */
final class Chain {

  private final Shape input;
  private final int mostEntries;
  private final List<Layer> layers = new ArrayList<>();
  private Shape shape;
  private int time;

  Chain(Shape input, int mostEntries) {
    this.input = input;
    this.shape = input;
    this.mostEntries = mostEntries;
  }

  Signal start() {
    return Signal.current(time, shape);
  }

  /** Makes a layer of what a signal still is beside the layers' output. */
  Signal settled(Signal signal) {
    if (signal.time() != time) {
      throw new IllegalArgumentException(
          "its input is used at two places of the graph, or has two sources; branches and skip connections are not supported");
    }
    return signal.isCurrent() ? signal : push(new Polynomial(signal.coefficients(), Range.ALL));
  }

  /** Appends a layer to a signal. */
  Signal append(Signal signal, Layer layer) {
    settled(signal);
    return push(layer);
  }

  /** Gives a signal another shape of as many entries. */
  Signal reshaped(Signal signal, Shape to) {
    if (to.equals(signal.shape())) {
      return signal;
    }
    return append(signal, to.rank() == 1 ? new Flatten() : new Reshape(to));
  }

  private Signal push(Layer layer) {
    Shape output = layer.output(shape);
    if (output.size() > mostEntries) {
      throw new IllegalArgumentException(
          "it gives %d entries a sample, at most %d are accepted"
              .formatted(output.size(), mostEntries));
    }
    layers.add(layer);
    shape = output;
    time++;
    return Signal.current(time, shape);
  }

  /**
   * Adds a constant, one a channel, to a signal that comes right out of a dense layer or a
   * convolution and is read nowhere else, by its bias.
   *
   * @return whether it does
   */
  boolean addToBias(Signal signal, float[] channels) {
    if (signal.time() != time || !signal.isCurrent() || layers.isEmpty()) {
      return false;
    }
    Layer last =
        switch (layers.getLast()) {
          case Dense l when l.outputs() == channels.length ->
              new Dense(l.inputs(), l.outputs(), l.weights(), sum(l.bias(), channels));
          case Conv1D l when l.filters() == channels.length ->
              new Conv1D(
                  l.channels(), l.filters(), l.window(), l.weights(), sum(l.bias(), channels));
          case Conv2D l when l.filters() == channels.length ->
              new Conv2D(
                  l.channels(),
                  l.filters(),
                  l.rows(),
                  l.columns(),
                  l.weights(),
                  sum(l.bias(), channels));
          default -> null;
        };
    if (last == null) {
      return false;
    }
    layers.set(layers.size() - 1, last);
    time++;
    return true;
  }

  private static Weights sum(Weights bias, float[] channels) {
    float[] sum = channels.clone();
    for (int i = 0; i < sum.length && bias.size() > 0; i++) {
      sum[i] += bias.get(i);
    }
    return Weights.of(sum);
  }

  /** Counts the changes. */
  int time() {
    return time;
  }

  Network network() {
    return new Network(input, layers);
  }

  boolean isEmpty() {
    return layers.isEmpty();
  }
}
