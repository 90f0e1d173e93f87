package org.cryptotl.nn.layer;

import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.kernel.Patches;
import org.cryptotl.nn.kernel.PoolingKernel;

/**
 * The mean of the entries under each window, channel by channel, of signals (channels, length).
 *
 * @param window along the length
 * @param countPadding whether padding counts as zeros; if not, the mean is that of the entries
 *     inside the input
 */
public record AveragePool1D(Window window, boolean countPadding) implements Layer {

  /** A pooling without padding. */
  public static AveragePool1D valid(int size, int stride) {
    return new AveragePool1D(Window.valid(size, stride), false);
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
    PoolingKernel.average(patches(input), countPadding, count, x, y, parallel);
  }
}
