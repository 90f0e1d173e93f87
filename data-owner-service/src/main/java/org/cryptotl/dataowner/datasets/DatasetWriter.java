package org.cryptotl.dataowner.datasets;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a dataset's rows into a folder: {@code rows} holds UTF-8 texts or big-endian floats, one
 * row after another, {@code offsets} where each begins and the last one ends.
 */
final class DatasetWriter implements AutoCloseable {

  static final String ROWS = "rows";
  static final String OFFSETS = "offsets";
  static final String LABELS = "labels";
  static final String GROUPS = "groups";
  static final String PARTS = "parts";

  private static final int BUFFER = 1 << 16;

  private final Path folder;
  private final DataOutputStream rows;
  private final DataOutputStream offsets;
  private long at;

  DatasetWriter(Path folder) throws IOException {
    this.folder = folder;
    this.rows = open(folder.resolve(ROWS));
    this.offsets = open(folder.resolve(OFFSETS));
    offsets.writeLong(0);
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
  }

  void add(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    rows.write(bytes);
    end(bytes.length);
  }

  void add(float[] vector) throws IOException {
    for (float v : vector) {
      rows.writeFloat(v);
    }
    end((long) vector.length * Float.BYTES);
  }

  private void end(long length) throws IOException {
    at += length;
    offsets.writeLong(at);
  }

  /** Writes what is known only when all rows have come. */
  void finish(int[] labels, int[] groups, byte[] parts) throws IOException {
    write(LABELS, labels);
    write(GROUPS, groups);
    Files.write(folder.resolve(PARTS), parts);
  }

  private void write(String name, int[] numbers) throws IOException {
    try (DataOutputStream out = open(folder.resolve(name))) {
      for (int number : numbers) {
        out.writeInt(number);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (rows;
        offsets) {
      rows.flush();
    }
  }
}
