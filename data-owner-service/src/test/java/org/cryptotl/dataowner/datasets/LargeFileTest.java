package org.cryptotl.dataowner.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.cryptotl.dataowner.Api;
import org.cryptotl.dataowner.DataOwnerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files that are larger than the service's heap. */
class LargeFileTest {

  private static final String HEAP = "192m";
  private static final int ROWS = 300_000;
  private static final String WORD = "abcdefghij".repeat(9);

  @Test
  void filesLargerThanTheHeap_areTakenOrRefused_andTheServiceGoesOn(@TempDir Path folder)
      throws IOException {
    try (DataOwnerProcess service = DataOwnerProcess.withHeap(HEAP, folder)) {
      Api api = service.api();
      JsonNode made = upload(api, "text,label\n", Pattern.numbered()).expect(201).json();
      assertEquals(ROWS, made.get("rows").asInt());
      assertTrue(made.get("sizeBytes").asLong() > 230_000_000, made::toString);
      JsonNode last =
          api.get("/api/v1/datasets/%s/rows?from=%d".formatted(made.get("id").asString(), ROWS - 1))
              .expect(200)
              .json();
      assertTrue(last.get(0).get("text").asString().startsWith("n" + (ROWS - 1)), last::toString);

      for (Pattern wide :
          new Pattern[] {Pattern.of("1,", 20_000_000), Pattern.of("x", 250_000_000)}) {
        JsonNode refused = upload(api, "a,label\n", wide).expect(422).json();
        assertTrue(refused.get("detail").asString().contains("columns"), refused::toString);
      }
      JsonNode header = upload(api, "", Pattern.of("a,", 20_000_000)).expect(422).json();
      assertTrue(header.get("detail").asString().contains("columns"), header::toString);
      assertEquals(1, api.get("/api/v1/datasets").expect(200).json().size());
      try (Stream<Path> kept = Files.list(service.data().resolve("datasets"))) {
        assertEquals(1, kept.count());
      }
    }
  }

  private static Api.Answer upload(Api api, String header, InputStream rows) {
    InputStream file =
        new SequenceInputStream(
            new ByteArrayInputStream(header.getBytes(StandardCharsets.US_ASCII)), rows);
    return api.upload(
        "/api/v1/datasets",
        "{\"name\":\"large\",\"skipBadRows\":true}",
        BodyPublishers.ofInputStream(() -> file));
  }

  /** Bytes that are made as they are read. */
  private static final class Pattern extends InputStream {
    private final byte[] pattern;
    private final boolean numbered;
    private byte[] now;
    private long left;
    private int at;
    private int number;

    private Pattern(byte[] pattern, long length, boolean numbered) {
      this.pattern = pattern;
      this.numbered = numbered;
      this.left = length;
      this.now = pattern;
      this.at = pattern.length;
    }

    /** So many bytes of a pattern. */
    static Pattern of(String pattern, long length) {
      byte[] bytes = pattern.repeat(1 << 12).getBytes(StandardCharsets.US_ASCII);
      return new Pattern(bytes, length, false);
    }

    /** Labelled rows of some 800 bytes that differ in their first word. */
    static Pattern numbered() {
      return new Pattern(new byte[0], Long.MAX_VALUE, true);
    }

    private boolean more() {
      if (at == now.length) {
        if (numbered && number == ROWS) {
          return false;
        }
        now = numbered ? row(number++) : pattern;
        at = 0;
      }
      return left > 0;
    }

    private static byte[] row(int number) {
      String words = (WORD + " ").repeat(8 + number % 3);
      return "n%d %s,%s\n"
          .formatted(number, words, number % 2 == 0 ? "a" : "b")
          .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int offset, int count) {
      if (!more()) {
        return -1;
      }
      int n = (int) Math.min(Math.min(count, now.length - at), left);
      System.arraycopy(now, at, into, offset, n);
      at += n;
      left -= n;
      return n;
    }
  }
}
