package org.cryptotl.nn.training;

import org.cryptotl.nn.kernel.Patches;
import org.cryptotl.nn.kernel.PoolingKernel;
import org.cryptotl.nn.layer.Layer;

/** A pooling. */
final class PoolUnit extends Unit {

  private final Layer layer;
  private final Patches patches;
  private final boolean countPadding;

  /** Where the largest entries were; null for means. */
  private final int[] largest;

  private PoolUnit(Layer layer, Patches patches, boolean countPadding, int[] largest) {
    this.layer = layer;
    this.patches = patches;
    this.countPadding = countPadding;
    this.largest = largest;
  }

  static PoolUnit average(Layer layer, Patches patches, boolean countPadding) {
    return new PoolUnit(layer, patches, countPadding, null);
  }

  static PoolUnit max(Layer layer, Patches patches, int capacity) {
    int outputs = patches.channels() * patches.positions();
    return new PoolUnit(layer, patches, false, new int[Math.multiplyExact(capacity, outputs)]);
  }

  @Override
  Layer layer(float[] weights) {
    return layer;
  }

  @Override
  void forward(Pass pass, float[] x, float[] y) {
    if (largest == null) {
      PoolingKernel.average(patches, countPadding, pass.count, x, y, pass.parallel);
    } else {
      PoolingKernel.max(patches, pass.count, x, largest, y, pass.parallel);
    }
  }

  @Override
  void inputGradients(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
    if (largest == null) {
      PoolingKernel.averageGradients(patches, countPadding, pass.count, dy, dx, pass.parallel);
    } else {
      PoolingKernel.maxGradients(patches, pass.count, largest, dy, dx, pass.parallel);
    }
  }
}
