package org.cryptotl.nn.transfer;

import org.cryptotl.nn.scaling.Scaler;
import org.cryptotl.nn.training.Samples;

/**
 * Samples that are scaled when they are read.
 *
 * @param samples as they are stored
 * @param scaler of as many entries
 */
record ScaledSamples(Samples samples, Scaler scaler) implements Samples {

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public int inputs() {
    return samples.inputs();
  }

  @Override
  public void read(int row, float[] into, int offset) {
    float[] scaled = scaler.apply(Sources.row(samples, row));
    System.arraycopy(scaled, 0, into, offset, scaled.length);
  }

  @Override
  public float target(int row) {
    return samples.target(row);
  }
}
