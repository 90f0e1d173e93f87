package org.cryptotl.nn.transfer;

import java.util.List;
import java.util.stream.IntStream;
import org.cryptotl.nn.training.Samples;

/** Several sets of samples one after another. */
final class Sources implements Samples {

  private final List<Samples> parts;
  private final int[] starts;

  Sources(List<Samples> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("base: got no source, expected at least one");
    }
    this.parts = List.copyOf(parts);
    this.starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).inputs() != parts.getFirst().inputs()) {
        throw new IllegalArgumentException(
            "base: source %d has %d entries a sample, source 0 has %d; encode all with one encoder"
                .formatted(i, parts.get(i).inputs(), parts.getFirst().inputs()));
      }
      starts[i + 1] = Math.addExact(starts[i], parts.get(i).size());
    }
  }

  @Override
  public int size() {
    return starts[parts.size()];
  }

  @Override
  public int inputs() {
    return parts.getFirst().inputs();
  }

  @Override
  public void read(int row, float[] into, int offset) {
    int part = part(row);
    parts.get(part).read(row - starts[part], into, offset);
  }

  @Override
  public float target(int row) {
    int part = part(row);
    return parts.get(part).target(row - starts[part]);
  }

  private int part(int row) {
    int part = 0;
    while (row >= starts[part + 1]) {
      part++;
    }
    return part;
  }

  /** The rows of samples, each in an array of its own. */
  static Iterable<float[]> rows(Samples samples) {
    return () -> IntStream.range(0, samples.size()).mapToObj(row -> row(samples, row)).iterator();
  }

  /** One sample, in an array of its own. */
  static float[] row(Samples samples, int row) {
    float[] x = new float[samples.inputs()];
    samples.read(row, x, 0);
    return x;
  }
}
