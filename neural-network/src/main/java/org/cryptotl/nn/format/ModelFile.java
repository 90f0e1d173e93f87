package org.cryptotl.nn.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The own format of models, one file. All integers are little-endian.
 *
 * <pre>
 * offset  bytes  what
 * 0       4      "CTNN"
 * 4       4      format version, 1
 * 8       4      length h of the header, at most 1 MiB
 * 12      h      header, JSON in UTF-8: see {@link Header}
 * 12+h    4w     weights, 32-bit floats, in the order of the header; w is in the header
 * 12+h+4w 32     SHA-256 of all bytes before
 * </pre>
 *
 * <p>The digest finds broken files; it does not prove where a file came from.
 */
public final class ModelFile {

  /** The version that is written, and the only one that is read. */
  public static final int VERSION = 1;

  private static final byte[] MAGIC = "CTNN".getBytes(StandardCharsets.US_ASCII);

  private static final int LONGEST_HEADER = 1 << 20;

  /** Weights that are turned into bytes at once. */
  private static final int CHUNK = 4096;

  private ModelFile() {}

  /**
   * Writes a model.
   *
   * @param out not closed
   */
  public static void write(StoredModel model, OutputStream out) throws IOException {
    DigestOutputStream digested = new DigestOutputStream(out, sha256());
    WeightSink weights = new WeightSink();
    byte[] header = Header.write(model, weights);
    digested.write(MAGIC);
    digested.write(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(VERSION)
            .putInt(header.length)
            .array());
    digested.write(header);
    for (float[] part : weights.parts()) {
      for (int from = 0; from < part.length; from += CHUNK) {
        int count = Math.min(CHUNK, part.length - from);
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(part, from, count);
        digested.write(bytes.array());
      }
    }
    out.write(digested.getMessageDigest().digest());
    out.flush();
  }

  /**
   * Reads a model. No more memory is taken than a small multiple of the bytes that are there.
   *
   * @param in read to its end and not closed
   * @param mostWeights greatest number of weights that is accepted, at least 0
   * @throws ModelFormatException for anything but a whole file of this version
   * @throws IOException if the stream fails
   */
  public static StoredModel read(InputStream in, long mostWeights) throws IOException {
    DigestInputStream digested = new DigestInputStream(in, sha256());
    byte[] magic = digested.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new ModelFormatException(
          "model file: it does not begin with 'CTNN'; is it a file of another format?");
    }
    int version = integer(digested);
    if (version != VERSION) {
      throw new ModelFormatException(
          "model file: got format version %d, expected %d; write it again with this release"
              .formatted(version, VERSION));
    }
    int length = integer(digested);
    if (length < 2 || length > LONGEST_HEADER) {
      throw new ModelFormatException(
          "model file: got a header of %d bytes, expected 2 to %d"
              .formatted(length, LONGEST_HEADER));
    }
    Header header = Header.read(exactly(digested, length, "header"));
    if (header.weights() > Math.min(mostWeights, Integer.MAX_VALUE / 4)) {
      throw new ModelFormatException(
          "model file: it has %d weights, at most %d are accepted"
              .formatted(header.weights(), Math.min(mostWeights, Integer.MAX_VALUE / 4)));
    }
    byte[] weights = exactly(digested, (int) (4 * header.weights()), "weights");
    byte[] expected = digested.getMessageDigest().digest();
    byte[] stored = exactly(in, expected.length, "digest");
    if (!MessageDigest.isEqual(stored, expected)) {
      throw new ModelFormatException(
          "model file: its SHA-256 does not match; it was changed or damaged, get it again");
    }
    if (in.read() >= 0) {
      throw new ModelFormatException("model file: there are bytes after its end");
    }
    return header.model(ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
  }

  /** Reads a model from bytes; see {@link #read(InputStream, long)}. */
  public static StoredModel read(byte[] file) {
    try {
      return read(new ByteArrayInputStream(file), file.length / 4);
    } catch (IOException e) {
      throw new IllegalStateException("an array is no stream that fails", e);
    }
  }

  private static int integer(InputStream in) throws IOException {
    return ByteBuffer.wrap(exactly(in, 4, "beginning")).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /** Grows with what arrives, not with what was announced. */
  private static byte[] exactly(InputStream in, int length, String part) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new ModelFormatException(
          "model file: it ends in its %s, after %d of %d bytes; was it cut off?"
              .formatted(part, bytes.length, length));
    }
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
