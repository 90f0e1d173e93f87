package org.cryptotl.modelowner.evaluationkeys;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of one part of a bundle: first those that are stored already, then those that come. The
 * latter are handed over in pieces to be stored while the part is read, but those with which it is
 * complete only after it has passed its check.
 */
final class UploadStream extends InputStream {

  /** Says that no more bytes came, though the part is not complete. */
  static final class UploadPaused extends EOFException {
    private static final long serialVersionUID = 1;
  }

  /** Stores pieces in order. */
  interface Store {
    void append(byte[] piece, int length) throws IOException;
  }

  private final InputStream body;
  private final Store store;
  private final byte[] piece;
  private InputStream stored = InputStream.nullInputStream();
  private int filled;

  /** Those bytes of the piece that belong to a part that has not passed. */
  private int unchecked;

  private long left;

  UploadStream(InputStream body, int pieceBytes, Store store) {
    this.body = body;
    this.store = store;
    this.piece = new byte[pieceBytes];
  }

  /**
   * Begins a part, where the one before has passed.
   *
   * @param beginning what is stored of it
   * @param bytes its length
   */
  void begin(InputStream beginning, long bytes) throws IOException {
    if (filled == piece.length) {
      flush();
    }
    stored = beginning;
    left = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int most = (int) Math.min(length, left);
    int count = stored.read(into, offset, most);
    if (count < 0) {
      count = body.read(into, offset, Math.min(most, piece.length - filled));
      if (count < 0) {
        throw new UploadPaused();
      }
      System.arraycopy(into, offset, piece, filled, count);
      filled += count;
      unchecked += count;
    }
    left -= count;
    if (filled == piece.length && left > 0) {
      flush();
    }
    return count;
  }

  /** Says that the part is what it should be. */
  void passed() {
    unchecked = 0;
  }

  /** Hands over what has come, without the bytes that complete a part which has not passed. */
  void flush() throws IOException {
    int length = left == 0 ? filled - unchecked : filled;
    if (length > 0) {
      store.append(piece, length);
    }
    filled = 0;
    unchecked = 0;
  }

  /** What has come and was not handed over. */
  byte[] rest() {
    return Arrays.copyOf(piece, filled);
  }
}
