package org.cryptotl.nn.layer;

/**
 * How the window of a convolution or a pooling moves along one axis. Output i covers the inputs
 * {@code i stride - padBefore + k} for k from 0 to {@code size - 1}.
 *
 * @param size entries under the window, at least 1
 * @param stride entries from one window to the next, at least 1
 * @param padBefore entries assumed before the first, less than {@code size}
 * @param padAfter entries assumed after the last, less than {@code size}
 */
public record Window(int size, int stride, int padBefore, int padAfter) {

  /** Checks the numbers. */
  public Window {
    if (size < 1 || stride < 1 || padBefore < 0 || padAfter < 0) {
      throw new IllegalArgumentException(
          "window: got size %d, stride %d, padding %d and %d, expected size and stride of at least 1"
              .formatted(size, stride, padBefore, padAfter));
    }
    if (padBefore >= size || padAfter >= size) {
      throw new IllegalArgumentException(
          "window: got padding %d and %d, expected less than its size %d"
              .formatted(padBefore, padAfter, size));
    }
  }

  /** A window that stays inside the input ("valid"). */
  public static Window valid(int size, int stride) {
    return new Window(size, stride, 0, 0);
  }

  /** A window that moves by 1 over an input padded so that the output is as long ("same"). */
  public static Window same(int size) {
    return new Window(size, 1, (size - 1) / 2, size / 2);
  }

  /**
   * A window over an input of a given length, padded so that the output has ceil(length / stride)
   * entries; an odd entry of padding comes after ("same upper").
   */
  public static Window same(int size, int stride, int length) {
    int outputs = Math.ceilDiv(length, stride);
    int padding = Math.max(0, (outputs - 1) * stride + size - length);
    return new Window(size, stride, padding / 2, padding - padding / 2);
  }

  /**
   * Number of outputs.
   *
   * @param layer who asks, for the message
   * @param length number of inputs along the axis
   * @throws IllegalArgumentException if the padded input is shorter than the window
   */
  int outputs(Layer layer, int length) {
    long padded = (long) length + padBefore + padAfter;
    if (padded < size) {
      throw new IllegalArgumentException(
          "%s: got an axis of %d entries and %d of padding, expected at least the window's %d"
              .formatted(layer.name(), length, padBefore + padAfter, size));
    }
    return (int) ((padded - size) / stride) + 1;
  }
}
