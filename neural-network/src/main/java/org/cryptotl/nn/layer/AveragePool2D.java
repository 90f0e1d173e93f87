package org.cryptotl.nn.layer;

import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.kernel.Patches;
import org.cryptotl.nn.kernel.PoolingKernel;

/**
 * The mean of the entries under each window, channel by channel, of images (channels, height,
 * width).
 *
 * @param rows the window along the height
 * @param columns the window along the width
 * @param countPadding whether padding counts as zeros; if not, the mean is that of the entries
 *     inside the input
 */
public record AveragePool2D(Window rows, Window columns, boolean countPadding) implements Layer {

  /** A pooling without padding, the same along both axes. */
  public static AveragePool2D valid(int size, int stride) {
    return new AveragePool2D(Window.valid(size, stride), Window.valid(size, stride), false);
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
    PoolingKernel.average(patches(input), countPadding, count, x, y, parallel);
  }
}
