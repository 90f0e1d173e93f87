package org.cryptotl.nn.layer;

import org.cryptotl.nn.kernel.Patches;

/** The windows of convolutions and poolings over an input of a known shape. */
final class Pooling {

  private Pooling() {}

  static Patches signal(Layer layer, Shape input, Window window) {
    expectRank(layer, input, 2, "(channels, length)");
    int length = input.dimension(1);
    return new Patches(
        input.dimension(0),
        new Patches.Axis(1, 1, 1, 0, 1),
        axis(length, window, window.outputs(layer, length)));
  }

  static Patches image(Layer layer, Shape input, Window rows, Window columns) {
    expectRank(layer, input, 3, "(channels, height, width)");
    int height = input.dimension(1);
    int width = input.dimension(2);
    return new Patches(
        input.dimension(0),
        axis(height, rows, rows.outputs(layer, height)),
        axis(width, columns, columns.outputs(layer, width)));
  }

  private static Patches.Axis axis(int length, Window window, int outputs) {
    return new Patches.Axis(length, window.size(), window.stride(), window.padBefore(), outputs);
  }

  private static void expectRank(Layer layer, Shape input, int rank, String expected) {
    if (input.rank() != rank) {
      throw new IllegalArgumentException(
          "%s: got an input of shape %s, expected %s%s"
              .formatted(
                  layer.name(),
                  input,
                  expected,
                  input.rank() < rank ? "; put a Reshape before the layer" : ""));
    }
  }
}
