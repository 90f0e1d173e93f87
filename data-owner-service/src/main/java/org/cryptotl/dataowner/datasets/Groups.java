package org.cryptotl.dataowner.datasets;

import java.util.Arrays;

/** Collects rows' signatures and says which rows belong together. Forty-eight bytes a row. */
final class Groups {

  private long[][] bands = new long[Signatures.BANDS][1024];
  private long[] exact = new long[1024];
  private int rows;

  void add(long[] signature, long exactHash) {
    if (rows == exact.length) {
      int larger = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8, rows * 2L));
      exact = Arrays.copyOf(exact, larger);
      for (int b = 0; b < bands.length; b++) {
        bands[b] = Arrays.copyOf(bands[b], larger);
      }
    }
    for (int b = 0; b < bands.length; b++) {
      bands[b][rows] = signature[b];
    }
    exact[rows++] = exactHash;
  }

  /** Number of rows that are equal to an earlier one. */
  int duplicates() {
    long[] sorted = Arrays.copyOf(exact, rows);
    Arrays.parallelSort(sorted);
    int count = 0;
    for (int i = 1; i < rows; i++) {
      if (sorted[i] == sorted[i - 1]) {
        count++;
      }
    }
    return count;
  }

  /** The number of the first row of each row's group. */
  int[] join() {
    int[] parent = new int[rows];
    Arrays.setAll(parent, i -> i);
    for (int b = 0; b < bands.length; b++) {
      joinEqual(bands[b], parent);
    }
    for (int i = 0; i < rows; i++) {
      parent[i] = root(parent, i);
    }
    return parent;
  }

  private void joinEqual(long[] band, int[] parent) {
    int capacity = Integer.highestOneBit(Math.max(16, Math.min(rows, 1 << 28)) * 2 - 1) * 2;
    int[] first = new int[capacity];
    for (int i = 0; i < rows; i++) {
      int at = Long.hashCode(band[i]) & (capacity - 1);
      while (first[at] != 0 && band[first[at] - 1] != band[i]) {
        at = (at + 1) & (capacity - 1);
      }
      if (first[at] == 0) {
        first[at] = i + 1;
      } else {
        int a = root(parent, first[at] - 1);
        int c = root(parent, i);
        parent[Math.max(a, c)] = Math.min(a, c);
      }
    }
  }

  private static int root(int[] parent, int row) {
    int at = row;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
