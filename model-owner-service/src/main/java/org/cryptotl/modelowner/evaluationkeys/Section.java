package org.cryptotl.modelowner.evaluationkeys;

import java.io.IOException;
import java.io.InputStream;

/** The next bytes of a stream, as a stream of their own. */
final class Section extends InputStream {

  private final InputStream in;
  private long left;

  Section(InputStream in, long bytes) {
    this.in = in;
    this.left = bytes;
  }

  @Override
  public int read() throws IOException {
    if (left == 0) {
      return -1;
    }
    int value = in.read();
    left -= value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0 && length > 0) {
      return -1;
    }
    int count = in.read(into, offset, (int) Math.min(length, left));
    left -= Math.max(0, count);
    return count;
  }
}
