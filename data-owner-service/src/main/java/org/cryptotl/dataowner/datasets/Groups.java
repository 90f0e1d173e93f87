package org.cryptotl.dataowner.datasets;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Collects rows' signatures and says which rows belong together. A group is a row, its first, and
 * later ones that resemble it; what resembles one of these alone does not belong to it. The
 * signatures, 168 bytes a row, wait in files and are looked at one band after the other.
 */
final class Groups implements AutoCloseable {

  /** The least part of equal hashes with which rows are nearly the same. */
  private static final double RESEMBLANCE = 0.8;

  /** With so many rows of its bucket a row is compared at most, so that time grows with rows. */
  private static final int COMPARED = 8;

  private static final int EXACT = Signatures.BANDS;
  private static final int HASHES = Signatures.BANDS + 1;
  private static final int BUFFER = 1 << 16;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Path folder;
  private final DataOutputStream[] files = new DataOutputStream[Signatures.BANDS + 2];
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

  void add(int[] signature, long exactHash) throws IOException {
    for (int b = 0; b < Signatures.BANDS; b++) {
      files[b].writeLong(Signatures.band(signature, b));
    }
    files[EXACT].writeLong(exactHash);
    for (int hash : signature) {
      files[HASHES].writeInt(hash);
    }
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
    int[] first = new int[rows];
    Arrays.setAll(first, i -> i);
    files[HASHES].flush();
    try (FileChannel file = FileChannel.open(file(HASHES));
        Arena arena = Arena.ofConfined()) {
      MemorySegment hashes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena);
      BitSet leads = new BitSet();
      for (int b = 0; b < Signatures.BANDS; b++) {
        join(b, hashes, first, leads);
      }
    }
    return first;
  }

  /** Rows that are alone so far come to the first row of a group that they meet in a band. */
  private void join(int band, MemorySegment hashes, int[] first, BitSet leads) throws IOException {
    long[] keys = read(band);
    int capacity = Integer.highestOneBit(Math.max(16, Math.min(rows, 1 << 28)) * 2 - 1) * 2;
    int[] buckets = new int[capacity];
    int[] next = new int[rows];
    for (int i = 0; i < rows; i++) {
      int at = Long.hashCode(keys[i]) & (capacity - 1);
      while (buckets[at] != 0 && keys[buckets[at] - 1] != keys[i]) {
        at = (at + 1) & (capacity - 1);
      }
      if (buckets[at] == 0) {
        buckets[at] = i + 1;
        continue;
      }
      boolean alone = first[i] == i && !leads.get(i);
      int met = buckets[at] - 1;
      for (int n = 1; n <= COMPARED && first[i] != first[met]; n++) {
        if (alone && resemble(hashes, i, first[met], band)) {
          first[i] = first[met];
          leads.set(first[met]);
        } else if (next[met] == 0) {
          next[met] = n < COMPARED ? i : 0;
          break;
        } else {
          met = next[met];
        }
      }
    }
  }

  /** By the hashes beside those that brought them together. */
  private static boolean resemble(MemorySegment hashes, int row, int other, int band) {
    int equal = 0;
    for (int h = 0; h < Signatures.HASHES; h++) {
      if (h / Signatures.HASHES_A_BAND != band && hash(hashes, row, h) == hash(hashes, other, h)) {
        equal++;
      }
    }
    return equal >= RESEMBLANCE * (Signatures.HASHES - Signatures.HASHES_A_BAND);
  }

  private static int hash(MemorySegment hashes, int row, int number) {
    return hashes.get(INT, ((long) row * Signatures.HASHES + number) * Integer.BYTES);
  }

  @Override
  public void close() throws IOException {
    for (int i = 0; i < files.length; i++) {
      files[i].close();
      Files.delete(file(i));
    }
  }
}
