package org.cryptotl.nn.onnx;

import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Window;

/** The attributes by which convolutions and poolings say how their windows move. */
final class WindowAttributes {

  private WindowAttributes() {}

  /**
   * One window an axis.
   *
   * @param shape of a sample, the channels first
   * @param sizes of the windows, dilations included
   */
  static Window[] of(Node node, Shape shape, int[] sizes) {
    int axes = shape.rank() - 1;
    int[] strides = node.integers("strides", axes, 1);
    int[] pads = node.integers("pads", 2 * axes, 0);
    String padding = node.text("auto_pad", "NOTSET");
    Window[] windows = new Window[axes];
    for (int i = 0; i < axes; i++) {
      int length = shape.dimension(i + 1);
      if (strides[i] < 1 || sizes[i] < 1) {
        throw node.failure(
            "got a window of %d and a stride of %d".formatted(sizes[i], strides[i]),
            "expected at least 1");
      }
      windows[i] =
          switch (padding) {
            case "NOTSET", "" -> new Window(sizes[i], strides[i], pads[i], pads[axes + i]);
            case "VALID" -> Window.valid(sizes[i], strides[i]);
            case "SAME_UPPER" -> Window.same(sizes[i], strides[i], length);
            case "SAME_LOWER" -> {
              Window upper = Window.same(sizes[i], strides[i], length);
              yield new Window(
                  sizes[i],
                  strides[i],
                  /* padBefore= */ upper.padAfter(),
                  /* padAfter= */ upper.padBefore());
            }
            default -> throw node.failure("its auto_pad is " + padding, "expected another");
          };
    }
    return windows;
  }

  /** The sizes of pooling windows, which must not leave gaps or count beyond the padded end. */
  static Window[] ofPooling(Node node, Shape shape) {
    int axes = shape.rank() - 1;
    for (int dilation : node.integers("dilations", axes, 1)) {
      if (dilation != 1) {
        throw node.failure("its dilation is " + dilation, "expected 1");
      }
    }
    Window[] windows = of(node, shape, node.integers("kernel_shape", axes, 0));
    for (int i = 0; i < axes && node.integer("ceil_mode", 0) != 0; i++) {
      Window w = windows[i];
      int padded = shape.dimension(i + 1) + w.padBefore() + w.padAfter();
      if ((padded - w.size()) % w.stride() != 0) {
        throw node.failure(
            "its last window goes beyond the end (ceil_mode)", "export with ceil_mode = 0");
      }
    }
    return windows;
  }
}
