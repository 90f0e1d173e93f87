package org.cryptotl.nn.layer;

import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.kernel.Patches;
import org.cryptotl.nn.kernel.PoolingKernel;

/**
 * The largest of the entries under each window, channel by channel, of images (channels, height,
 * width). Padding is never the largest.
 *
 * @param rows the window along the height
 * @param columns the window along the width
 */
public record MaxPool2D(Window rows, Window columns) implements Layer {

  /** A pooling without padding, the same along both axes. */
  public static MaxPool2D valid(int size, int stride) {
    return new MaxPool2D(Window.valid(size, stride), Window.valid(size, stride));
  }

  /** Where the windows lie in an input of this shape. */
  public Patches patches(Shape input) {
    return Pooling.image(this, input, rows, columns);
  }

  @Override
  public Shape output(Shape input) {
    Patches patches = patches(input);
    return Shape.of(input.dimension(0), patches.rows().outputs(), patches.columns().outputs());
  }

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    PoolingKernel.max(patches(input), count, x, null, y, parallel);
  }
}
