package org.cryptotl.nn.training;

/** Samples in arrays. */
final class MemorySamples implements Samples {

  private final float[][] x;
  private final float[] targets;

  MemorySamples(float[][] x, float[] targets) {
    if (x.length == 0 || x.length != targets.length) {
      throw new IllegalArgumentException(
          "samples: got %d rows and %d targets, expected as many of both and at least one"
              .formatted(x.length, targets.length));
    }
    for (int i = 0; i < x.length; i++) {
      if (x[i].length != x[0].length) {
        throw new IllegalArgumentException(
            "samples: row %d has %d entries, row 0 has %d".formatted(i, x[i].length, x[0].length));
      }
    }
    this.x = x;
    this.targets = targets;
  }

  @Override
  public int size() {
    return x.length;
  }

  @Override
  public int inputs() {
    return x[0].length;
  }

  @Override
  public void read(int row, float[] into, int offset) {
    System.arraycopy(x[row], 0, into, offset, x[row].length);
  }

  @Override
  public float target(int row) {
    return targets[row];
  }
}
