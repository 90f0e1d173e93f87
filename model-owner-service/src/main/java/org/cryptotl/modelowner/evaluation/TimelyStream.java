package org.cryptotl.modelowner.evaluation;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;

/** A body that has to come in time. How long a single read may wait is the server's setting. */
final class TimelyStream extends FilterInputStream {

  private final Duration time;
  private final long begin = System.nanoTime();

  TimelyStream(InputStream in, Duration time) {
    super(in);
    this.time = time;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return super.read(into, offset, length);
    } finally {
      requireTime();
    }
  }

  private void requireTime() {
    if (System.nanoTime() - begin > time.toNanos()) {
      throw new Problem(
          ProblemType.MALFORMED_REQUEST,
          "the body did not come within %d seconds".formatted(time.toSeconds()));
    }
  }
}
