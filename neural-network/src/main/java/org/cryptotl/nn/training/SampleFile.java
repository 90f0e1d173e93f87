package org.cryptotl.nn.training;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Samples in a file that is mapped into memory: more of them than the heap holds. The file is
 * little-endian: magic "CTLS", the number of inputs as an int, then for each sample its target and
 * its inputs as floats.
 */
public final class SampleFile implements Samples, AutoCloseable {

  private static final int MAGIC = 0x534C_5443;
  private static final int HEADER_BYTES = 8;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment segment;
  private final int inputs;
  private final int size;

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException if it is not such a file, or not a whole number of samples
   */
  public SampleFile(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException e) {
      arena.close();
      throw new UncheckedIOException(e);
    }
    long bytes = segment.byteSize();
    int magic = bytes < HEADER_BYTES ? 0 : segment.get(INT, 0);
    inputs = bytes < HEADER_BYTES ? 0 : segment.get(INT, 4);
    long body = bytes - HEADER_BYTES;
    long rowBytes = (inputs + 1L) * Float.BYTES;
    if (magic != MAGIC || inputs < 1 || body % rowBytes != 0 || body / rowBytes > 1 << 30) {
      arena.close();
      throw new IllegalArgumentException(
          "sample file: got %d bytes with %d inputs a sample, expected the magic CTLS, a number of inputs, and whole samples; write it again"
              .formatted(bytes, inputs));
    }
    size = (int) (body / rowBytes);
  }

  /** Writes samples, one by one. */
  public static void write(Path file, Samples samples) {
    int inputs = samples.inputs();
    float[] x = new float[inputs];
    ByteBuffer row = ByteBuffer.allocate((inputs + 1) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      out.write(header.putInt(MAGIC).putInt(inputs).array());
      for (int i = 0; i < samples.size(); i++) {
        samples.read(i, x, 0);
        row.clear().putFloat(samples.target(i)).asFloatBuffer().put(x);
        out.write(row.array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public void read(int row, float[] into, int offset) {
    MemorySegment.copy(segment, FLOAT, at(row) + Float.BYTES, into, offset, inputs);
  }

  @Override
  public float target(int row) {
    return segment.get(FLOAT, at(row));
  }

  private long at(int row) {
    Objects.checkIndex(row, size);
    return HEADER_BYTES + row * (inputs + 1L) * Float.BYTES;
  }

  @Override
  public void close() {
    arena.close();
  }
}
