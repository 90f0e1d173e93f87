package org.cryptotl.dataowner.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Two files of floats, row after row: what went into the model and what came out of it. A row has
 * its place, so that writing it again changes nothing.
 */
final class FeatureFiles implements AutoCloseable {

  private final FileChannel embeddings;
  private final FileChannel features;

  FeatureFiles(Path folder) {
    try {
      Files.createDirectories(folder);
      this.embeddings = open(folder.resolve("embeddings"));
      this.features = open(folder.resolve("features"));
    } catch (IOException e) {
      throw new UncheckedIOException("the files of features cannot be opened", e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Writes rows; when this returns they are on disk. */
  void write(int from, float[][] inputs, float[][] outputs) {
    try {
      write(embeddings, from, inputs);
      write(features, from, outputs);
      embeddings.force(false);
      features.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("features cannot be written", e);
    }
  }

  private static void write(FileChannel file, int from, float[][] rows) throws IOException {
    int width = rows[0].length;
    ByteBuffer bytes = ByteBuffer.allocate(rows.length * width * Float.BYTES);
    for (float[] row : rows) {
      for (float v : row) {
        bytes.putFloat(v);
      }
    }
    bytes.flip();
    long at = (long) from * width * Float.BYTES;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  float[][] embeddings(int rows, int width) {
    return read(embeddings, rows, width);
  }

  float[][] features(int rows, int width) {
    return read(features, rows, width);
  }

  private static float[][] read(FileChannel file, int rows, int width) {
    float[][] read = new float[rows][width];
    ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES);
    try {
      for (int i = 0; i < rows; i++) {
        bytes.clear();
        while (bytes.hasRemaining()) {
          long at = (long) i * width * Float.BYTES + bytes.position();
          if (file.read(bytes, at) < 0) {
            throw new IOException("a file of features is too short");
          }
        }
        bytes.flip().asFloatBuffer().get(read[i]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("features cannot be read", e);
    }
    return read;
  }

  @Override
  public void close() {
    try (embeddings;
        features) {
      // Both are closed, whatever happens to the other.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
