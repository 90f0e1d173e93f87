package org.cryptotl.dataowner.datasets;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Collects rows' signatures and says which rows belong together. The signatures, forty-eight bytes
 * a row, wait in files and are looked at one band after the other.
 */
final class Groups implements AutoCloseable {

  private static final int EXACT = Signatures.BANDS;
  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final DataOutputStream[] files = new DataOutputStream[Signatures.BANDS + 1];
  private int rows;

  /**
   * Makes one without rows.
   *
   * @param folder for its files, which are gone when it is closed
   */
  Groups(Path folder) throws IOException {
    this.folder = folder;
    for (int i = 0; i < files.length; i++) {
      files[i] =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file(i)), BUFFER));
    }
  }

  private Path file(int number) {
    return folder.resolve("signatures." + number);
  }

  void add(long[] signature, long exactHash) throws IOException {
    for (int b = 0; b < signature.length; b++) {
      files[b].writeLong(signature[b]);
    }
    files[EXACT].writeLong(exactHash);
    rows++;
  }

  private long[] read(int number) throws IOException {
    files[number].flush();
    long[] read = new long[rows];
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    try (FileChannel file = FileChannel.open(file(number))) {
      for (int at = 0; at < rows; at += BUFFER / Long.BYTES) {
        int count = Math.min(BUFFER / Long.BYTES, rows - at);
        bytes.clear().limit(count * Long.BYTES);
        while (bytes.hasRemaining()) {
          if (file.read(bytes) < 0) {
            throw new IOException("a file of signatures is too short");
          }
        }
        bytes.flip().asLongBuffer().get(read, at, count);
      }
    }
    return read;
  }

  /** Number of rows that are equal to an earlier one. */
  int duplicates() throws IOException {
    long[] sorted = read(EXACT);
    Arrays.sort(sorted);
    int count = 0;
    for (int i = 1; i < rows; i++) {
      if (sorted[i] == sorted[i - 1]) {
        count++;
      }
    }
    return count;
  }

  /** The number of the first row of each row's group. */
  int[] join() throws IOException {
    int[] parent = new int[rows];
    Arrays.setAll(parent, i -> i);
    for (int b = 0; b < Signatures.BANDS; b++) {
      joinEqual(read(b), parent);
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

  @Override
  public void close() throws IOException {
    for (int i = 0; i < files.length; i++) {
      files[i].close();
      Files.delete(file(i));
    }
  }
}
