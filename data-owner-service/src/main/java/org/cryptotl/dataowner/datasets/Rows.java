package org.cryptotl.dataowner.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reads a dataset's rows, in any order; thread-safe. Holds files open until it is closed. */
public final class Rows implements AutoCloseable {

  /** By the numbers in the file, which are those of {@link Splitter}. */
  private static final List<Part> PARTS = List.of(Part.TRAINING, Part.VALIDATION, Part.TEST);

  private final FileChannel rows;
  private final FileChannel offsets;
  private final int[] labels;
  private final byte[] parts;

  Rows(Path folder) {
    try {
      this.labels = ints(folder.resolve(DatasetWriter.LABELS));
      this.parts = Files.readAllBytes(folder.resolve(DatasetWriter.PARTS));
      this.rows = FileChannel.open(folder.resolve(DatasetWriter.ROWS), StandardOpenOption.READ);
      this.offsets =
          FileChannel.open(folder.resolve(DatasetWriter.OFFSETS), StandardOpenOption.READ);
    } catch (IOException e) {
      throw new UncheckedIOException("the dataset's files cannot be read", e);
    }
  }

  static int[] ints(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int[] ints = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(ints);
    return ints;
  }

  /** Number of rows. */
  public int size() {
    return labels.length;
  }

  /** The class number of a row's label. */
  public int label(int row) {
    return labels[row];
  }

  /** The part of the split that a row is in. */
  public Part part(int row) {
    return PARTS.get(parts[row]);
  }

  /** The texts of some rows one after the other. */
  public List<String> texts(int from, int count) {
    List<String> texts = new ArrayList<>(count);
    for (int i = from; i < from + count; i++) {
      texts.add(StandardCharsets.UTF_8.decode(bytes(i)).toString());
    }
    return texts;
  }

  /** The vector of a row. */
  public float[] vector(int row) {
    ByteBuffer bytes = bytes(row);
    float[] vector = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(vector);
    return vector;
  }

  private ByteBuffer bytes(int row) {
    try {
      ByteBuffer ends = read(offsets, (long) row * Long.BYTES, 2 * Long.BYTES);
      long from = ends.getLong();
      return read(rows, from, Math.toIntExact(ends.getLong() - from));
    } catch (IOException e) {
      throw new UncheckedIOException("the dataset's files cannot be read", e);
    }
  }

  private static ByteBuffer read(FileChannel file, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("a file of the dataset is too short");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    try (rows;
        offsets) {
      // Both are closed, whatever happens to the other.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
