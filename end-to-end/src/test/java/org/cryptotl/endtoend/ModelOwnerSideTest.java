package org.cryptotl.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model owner's side reads all of a log that the service gives in parts. */
class ModelOwnerSideTest {

  /** An audit log with the entries 1 to last, the newest first. */
  private static final class Log extends Api {

    private static final Pattern PATH =
        Pattern.compile("/api/v1/audit\\?limit=(\\d+)(?:&before=(\\d+))?");

    private final long last;

    Log(long last) {
      super("model owner");
      this.last = last;
    }

    @Override
    protected byte[] send(String method, String path, Optional<Body> body) {
      MatchResult asked = PATH.matcher(path).results().findFirst().orElseThrow();
      long before = asked.group(2) == null ? last + 1 : Long.parseLong(asked.group(2));
      return LongStream.iterate(before - 1, id -> id > 0, id -> id - 1)
          .limit(Long.parseLong(asked.group(1)))
          .mapToObj("{\"id\": %d}"::formatted)
          .collect(Collectors.joining(",", "{\"entries\": [", "]}"))
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999, 1000, 1001, 2500})
  void audit_isReadToItsEnd(long entries) {
    List<Long> ids =
        new ModelOwnerSide(new Log(entries))
            .audit().stream().map(entry -> entry.path("id").asLong()).toList();
    assertEquals(LongStream.rangeClosed(1, entries).boxed().toList(), ids.reversed());
  }
}
