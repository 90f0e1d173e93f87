package org.cryptotl.nn.training;

import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Layer;

/** Dropout; every sample of a batch has its own stream of random numbers. */
final class DropoutUnit extends Unit {

  private final Dropout layer;
  private final int index;
  private final int size;

  /** What each entry of the batch was multiplied by: 0 or 1 / (1 - rate). */
  private final float[] factors;

  DropoutUnit(Dropout layer, int index, int size, int capacity) {
    this.layer = layer;
    this.index = index;
    this.size = size;
    factors = new float[Math.multiplyExact(capacity, size)];
  }

  @Override
  Layer layer(float[] weights) {
    return layer;
  }

  @Override
  void forward(Pass pass, float[] x, float[] y) {
    if (!pass.training) {
      System.arraycopy(x, 0, y, 0, pass.count * size);
      return;
    }
    double rate = layer.rate();
    float kept = (float) (1 / (1 - rate));
    pass.parallel.forEach(
        pass.count,
        sample ->
            pass.masks.draw(
                index,
                sample,
                random -> {
                  for (int i = sample * size; i < (sample + 1) * size; i++) {
                    factors[i] = random.nextDouble() < rate ? 0 : kept;
                    y[i] = x[i] * factors[i];
                  }
                }));
  }

  @Override
  void inputGradients(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
    for (int i = 0; i < pass.count * size; i++) {
      dx[i] = dy[i] * factors[i];
    }
  }
}
