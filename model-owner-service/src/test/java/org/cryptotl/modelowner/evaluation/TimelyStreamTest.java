package org.cryptotl.modelowner.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.cryptotl.modelowner.problems.Problem;
import org.junit.jupiter.api.Test;

class TimelyStreamTest {

  /** Gives a byte every ten milliseconds, for ever. */
  private static final class Dripping extends InputStream {

    @Override
    public int read() {
      return 1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return 1;
    }
  }

  @Test
  void bodyThatComesInTime_isRead() throws IOException {
    byte[] bytes = {1, 2, -3};
    try (InputStream in =
        new TimelyStream(new ByteArrayInputStream(bytes), Duration.ofMinutes(1))) {
      assertEquals(1, in.read());
      assertArrayEquals(new byte[] {2, -3}, in.readNBytes(5));
      assertEquals(-1, in.read());
    }
  }

  @Test
  void bodyThatDrips_isGivenUp() throws IOException {
    try (InputStream in = new TimelyStream(new Dripping(), Duration.ofSeconds(1))) {
      Problem problem = assertThrows(Problem.class, () -> in.readNBytes(1_000_000));
      assertTrue(problem.getMessage().contains("within 1 seconds"), problem::getMessage);
    }
  }
}
