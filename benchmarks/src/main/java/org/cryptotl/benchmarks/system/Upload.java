package org.cryptotl.benchmarks.system;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.cryptotl.endtoend.Api;
import org.cryptotl.endtoend.DemoException;
import tools.jackson.databind.JsonNode;

/** Seconds and heap for files that are too large for memory. */
final class Upload {

  private static final long FILE_BYTES = 1_000_000_000;
  private static final int ROW_BYTES = 200;
  private static final int COLUMNS = 10_000_000;
  private static final int POLL_MILLIS = 100;

  private Upload() {}

  static void measure(Api data) {
    System.out.printf(
        "%n### Large files%n%n| file | seconds | largest heap seen, MB | answer |%n|---|---|---|---|%n");
    measure(data, "texts of 1 GB in rows of 200 bytes", () -> new Rows(FILE_BYTES / ROW_BYTES));
    measure(data, "a row of 10 million columns", Upload::wide);
  }

  /** Makes a file anew. */
  private interface Source {
    InputStream open();
  }

  private static void measure(Api data, String what, Source file) {
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong heap = new AtomicLong();
    Thread watch = Thread.ofVirtual().start(() -> watch(data, done, heap));
    long start = System.nanoTime();
    String answer;
    try {
      JsonNode made =
          data.upload("/api/v1/datasets", Map.of("name", "large", "skipBadRows", true), file::open);
      answer =
          "%d rows, %d MB"
              .formatted(made.path("rows").asInt(), made.path("sizeBytes").asLong() >> 20);
    } catch (DemoException e) {
      answer = e.getMessage();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    done.set(true);
    try {
      watch.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    System.out.printf("| %s | %.1f | %d | %s |%n", what, seconds, heap.get() >> 20, answer);
  }

  private static void watch(Api data, AtomicBoolean done, AtomicLong heap) {
    try {
      while (!done.get()) {
        String metrics = new String(data.bytes("/actuator/prometheus"), StandardCharsets.UTF_8);
        long used =
            metrics
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
        heap.accumulateAndGet(used, Math::max);
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream wide() {
    String row = "1,".repeat(1000);
    InputStream header = new ByteArrayInputStream("a,label\n".getBytes(StandardCharsets.US_ASCII));
    return new SequenceInputStream(
        header,
        new Rows(COLUMNS / 1000) {
          @Override
          byte[] row(long number) {
            return row.getBytes(StandardCharsets.US_ASCII);
          }
        });
  }

  /** Rows that are made as they are read. */
  private static class Rows extends InputStream {
    private final long count;
    private long number;
    private byte[] row = "text,label\n".getBytes(StandardCharsets.US_ASCII);
    private int at;

    Rows(long count) {
      this.count = count;
    }

    byte[] row(long number) {
      StringBuilder text = new StringBuilder();
      long state = number * 0x9e3779b97f4a7c15L;
      while (text.length() < ROW_BYTES - 12) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        text.append(Long.toString(state >>> 40, Character.MAX_RADIX)).append(' ');
      }
      text.setLength(ROW_BYTES - 12);
      return "%s,%s\n"
          .formatted(text, number % 2 == 0 ? "even" : "odd")
          .toLowerCase(Locale.ROOT)
          .getBytes(StandardCharsets.US_ASCII);
    }

    private boolean more() {
      if (at == row.length) {
        if (number == count) {
          return false;
        }
        row = row(number++);
        at = 0;
      }
      return true;
    }

    @Override
    public int read() {
      return more() ? row[at++] : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (!more()) {
        return -1;
      }
      int n = Math.min(length, row.length - at);
      System.arraycopy(row, at, into, offset, n);
      at += n;
      return n;
    }
  }
}
