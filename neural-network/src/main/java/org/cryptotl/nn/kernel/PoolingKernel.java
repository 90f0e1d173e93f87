package org.cryptotl.nn.kernel;

import java.util.Arrays;
import org.cryptotl.he.ring.Parallel;

/** Poolings, channel by channel, and their gradients. */
public final class PoolingKernel {

  private PoolingKernel() {}

  /** The mean under each window; padding counts as zeros or not at all. */
  public static void average(
      Patches patches, boolean countPadding, int count, float[] x, float[] y, Parallel parallel) {
    forEachChannel(
        patches,
        count,
        parallel,
        (in, out) -> {
          for (int row = 0; row < patches.rows().outputs(); row++) {
            for (int column = 0; column < patches.columns().outputs(); column++) {
              Span span = Span.of(patches, row, column);
              float sum = 0;
              for (int i = span.top; i < span.bottom; i++) {
                for (int j = span.left; j < span.right; j++) {
                  sum += x[in + i * patches.columns().inputs() + j];
                }
              }
              y[out + row * patches.columns().outputs() + column] =
                  sum / span.divisor(patches, countPadding);
            }
          }
        });
  }

  /** The gradient of {@link #average}. */
  public static void averageGradients(
      Patches patches, boolean countPadding, int count, float[] dy, float[] dx, Parallel parallel) {
    forEachChannel(
        patches,
        count,
        parallel,
        (in, out) -> {
          int width = patches.columns().inputs();
          Arrays.fill(dx, in, in + patches.rows().inputs() * width, 0);
          for (int row = 0; row < patches.rows().outputs(); row++) {
            for (int column = 0; column < patches.columns().outputs(); column++) {
              Span span = Span.of(patches, row, column);
              float share =
                  dy[out + row * patches.columns().outputs() + column]
                      / span.divisor(patches, countPadding);
              for (int i = span.top; i < span.bottom; i++) {
                for (int j = span.left; j < span.right; j++) {
                  dx[in + i * width + j] += share;
                }
              }
            }
          }
        });
  }

  /**
   * The largest entry under each window.
   *
   * @param largest receives the index of that entry (the first of equals) in x for each output, or
   *     null
   */
  public static void max(
      Patches patches, int count, float[] x, int[] largest, float[] y, Parallel parallel) {
    forEachChannel(
        patches,
        count,
        parallel,
        (in, out) -> {
          for (int row = 0; row < patches.rows().outputs(); row++) {
            for (int column = 0; column < patches.columns().outputs(); column++) {
              Span span = Span.of(patches, row, column);
              int best = in + span.top * patches.columns().inputs() + span.left;
              for (int i = span.top; i < span.bottom; i++) {
                for (int j = span.left; j < span.right; j++) {
                  int at = in + i * patches.columns().inputs() + j;
                  if (x[at] > x[best]) {
                    best = at;
                  }
                }
              }
              int to = out + row * patches.columns().outputs() + column;
              y[to] = x[best];
              if (largest != null) {
                largest[to] = best;
              }
            }
          }
        });
  }

  /** The gradient of {@link #max}, which goes to the largest entries. */
  public static void maxGradients(
      Patches patches, int count, int[] largest, float[] dy, float[] dx, Parallel parallel) {
    forEachChannel(
        patches,
        count,
        parallel,
        (in, out) -> {
          Arrays.fill(dx, in, in + patches.rows().inputs() * patches.columns().inputs(), 0);
          for (int i = out; i < out + patches.positions(); i++) {
            dx[largest[i]] += dy[i];
          }
        });
  }

  /** The part of a window that lies inside the input. */
  private record Span(int top, int bottom, int left, int right) {

    static Span of(Patches patches, int row, int column) {
      int top = patches.rows().start(row);
      int left = patches.columns().start(column);
      return new Span(
          Math.max(0, top),
          Math.min(patches.rows().inputs(), top + patches.rows().size()),
          Math.max(0, left),
          Math.min(patches.columns().inputs(), left + patches.columns().size()));
    }

    int divisor(Patches patches, boolean countPadding) {
      return countPadding
          ? patches.rows().size() * patches.columns().size()
          : (bottom - top) * (right - left);
    }
  }

  private interface Channel {
    void accept(int input, int output);
  }

  private static void forEachChannel(
      Patches patches, int count, Parallel parallel, Channel channel) {
    int inputs = patches.rows().inputs() * patches.columns().inputs();
    parallel.forEach(
        count,
        sample -> {
          for (int c = 0; c < patches.channels(); c++) {
            int at = sample * patches.channels() + c;
            channel.accept(at * inputs, at * patches.positions());
          }
        });
  }
}
