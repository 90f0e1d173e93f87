package org.cryptotl.modelowner.models;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The samples that a version is planned with, kept so that it can be planned alike again. */
final class SampleRows {

  private static final int RANDOM_ROWS = 64;

  private SampleRows() {}

  static byte[] write(List<float[]> rows) {
    int width = rows.getFirst().length;
    ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * width * rows.size());
    bytes.putInt(rows.size()).putInt(width);
    rows.forEach(row -> {
      for (float x : row) {
        bytes.putFloat(x);
      }
    });
    return bytes.array();
  }

  static List<float[]> read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int count = data.readInt();
    int width = data.readInt();
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] row = new float[width];
      for (int j = 0; j < width; j++) {
        row[j] = data.readFloat();
      }
      rows.add(row);
    }
    return rows;
  }

  /** Evenly spread over the range, always the same. */
  static List<float[]> random(int width, double low, double high) {
    SplittableRandom random = new SplittableRandom(1);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < RANDOM_ROWS; i++) {
      float[] row = new float[width];
      for (int j = 0; j < width; j++) {
        row[j] = (float) random.nextDouble(low, high);
      }
      rows.add(row);
    }
    return rows;
  }
}
