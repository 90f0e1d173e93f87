package org.cryptotl.dataowner.datasets;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Divides rows into parts, whole groups at a time, label by label. */
final class Splitter {

  private Splitter() {}

  /**
   * The number of each row's part: 0 to learn from, 1 to validate, 2 to test.
   *
   * @param groups the first row of each row's group
   * @param labels of the rows; a group is counted under the label of its first row
   */
  static byte[] split(int[] groups, int[] labels, int classes, SplitPlan plan) {
    int rows = groups.length;
    int[] sizes = new int[rows];
    for (int group : groups) {
      sizes[group]++;
    }
    int[] order = IntStream.range(0, rows).filter(i -> groups[i] == i).toArray();
    shuffle(order, plan.seed());
    double[] shares = plan.shares();
    long[][] filled = new long[classes][shares.length];
    byte[] parts = new byte[rows];
    for (int group : order) {
      long[] sofar = filled[labels[group]];
      int neediest = neediest(shares, sofar, sizes[group]);
      sofar[neediest] += sizes[group];
      parts[group] = (byte) neediest;
    }
    for (int i = 0; i < rows; i++) {
      parts[i] = parts[groups[i]];
    }
    return parts;
  }

  /** The part that would lack most of its share if the group went elsewhere. */
  private static int neediest(double[] shares, long[] sofar, int size) {
    long total = Arrays.stream(sofar).sum() + size;
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int p = 0; p < shares.length; p++) {
      double lack = shares[p] * total - sofar[p];
      if (lack > most) {
        most = lack;
        best = p;
      }
    }
    return best;
  }

  private static void shuffle(int[] order, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[i];
      order[i] = order[j];
      order[j] = other;
    }
  }
}
