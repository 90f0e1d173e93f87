package org.cryptotl.nn.kernel;

import java.util.Arrays;

/**
 * The windows over one sample of (channels, height, width); signals have height 1.
 *
 * @param channels of the sample
 * @param rows along the height
 * @param columns along the width
 */
public record Patches(int channels, Axis rows, Axis columns) {

  /**
   * Windows along one axis. Output i covers the inputs {@code i stride - padding + k}, 0 &lt;= k
   * &lt; size, as far as they exist.
   *
   * @param inputs entries along the axis
   * @param size entries under a window
   * @param stride from one window to the next
   * @param padding entries assumed before the first
   * @param outputs number of windows
   */
  public record Axis(int inputs, int size, int stride, int padding, int outputs) {

    /** The first output whose entry k lies at 0 or later. */
    int firstOutput(int k) {
      return Math.min(outputs, Math.max(0, Math.ceilDiv(padding - k, stride)));
    }

    /** The output after the last one whose entry k lies inside. */
    int endOutput(int k) {
      return Math.max(
          firstOutput(k), Math.min(outputs, Math.floorDiv(inputs - 1 + padding - k, stride) + 1));
    }

    /** Where the window of an output begins; may be negative. */
    int start(int output) {
      return output * stride - padding;
    }
  }

  /** Entries of a sample. */
  public int inputs() {
    return channels * rows.inputs() * columns.inputs();
  }

  /** Number of windows. */
  public int positions() {
    return rows.outputs() * columns.outputs();
  }

  /** Entries under a window, over all channels. */
  public int size() {
    return channels * rows.size() * columns.size();
  }

  /** Entries of the matrix that {@link #gather} fills. */
  int entries() {
    long entries = (long) size() * positions();
    if (entries > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "convolution: got %d places of the window times %d positions, expected a product below 2^31"
              .formatted(size(), positions()));
    }
    return (int) entries;
  }

  /**
   * Copies the entries under the windows: those of channel c, row i and column j go to row {@code
   * (c rows.size() + i) columns.size() + j} of a matrix of {@link #size} rows and {@link
   * #positions} columns; padding is zero.
   */
  void gather(float[] x, int from, float[] matrix) {
    Arrays.fill(matrix, 0, entries(), 0);
    visit(
        from,
        (place, position, source, count, stride) -> {
          int to = place * positions() + position;
          if (stride == 1) {
            System.arraycopy(x, source, matrix, to, count);
          } else {
            for (int i = 0; i < count; i++) {
              matrix[to + i] = x[source + i * stride];
            }
          }
        });
  }

  /** Adds the entries of such a matrix to where they came from. */
  void scatterAdd(float[] matrix, float[] x, int to) {
    visit(
        to,
        (place, position, target, count, stride) -> {
          int from = place * positions() + position;
          for (int i = 0; i < count; i++) {
            x[target + i * stride] += matrix[from + i];
          }
        });
  }

  /** A run of windows along one output row: the entries at one place under them. */
  private interface Run {
    void accept(int place, int position, int entry, int count, int stride);
  }

  private void visit(int offset, Run run) {
    int place = 0;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < rows.size(); i++) {
        for (int j = 0; j < columns.size(); j++, place++) {
          int first = columns.firstOutput(j);
          int count = columns.endOutput(j) - first;
          if (count == 0) {
            continue;
          }
          for (int row = rows.firstOutput(i); row < rows.endOutput(i); row++) {
            int line = (c * rows.inputs() + rows.start(row) + i) * columns.inputs();
            run.accept(
                place,
                row * columns.outputs() + first,
                offset + line + columns.start(first) + j,
                count,
                columns.stride());
          }
        }
      }
    }
  }
}
