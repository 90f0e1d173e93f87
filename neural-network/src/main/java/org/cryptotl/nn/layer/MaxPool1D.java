package org.cryptotl.nn.layer;

import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.kernel.Patches;
import org.cryptotl.nn.kernel.PoolingKernel;

/**
 * The largest of the entries under each window, channel by channel, of signals (channels, length).
 * Padding is never the largest.
 *
 * @param window along the length
 */
public record MaxPool1D(Window window) implements Layer {

  /** A pooling without padding. */
  public static MaxPool1D valid(int size, int stride) {
    return new MaxPool1D(Window.valid(size, stride));
  }

  /** Where the windows lie in an input of this shape. */
  public Patches patches(Shape input) {
    return Pooling.signal(this, input, window);
  }

  @Override
  public Shape output(Shape input) {
    return Shape.of(input.dimension(0), patches(input).columns().outputs());
  }

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    PoolingKernel.max(patches(input), count, x, null, y, parallel);
  }
}
