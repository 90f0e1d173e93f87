package org.cryptotl.modelowner.blobs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Rows of at most a mebibyte; one of them is in memory at a time. */
@Component
@ConditionalOnProperty(name = "cryptotl.blobs", havingValue = "DATABASE")
class DatabaseBlobStore implements BlobStore {

  private static final int PART = 1 << 20;

  private final JdbcClient jdbc;
  private final Clock clock;

  DatabaseBlobStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public long append(String key, long offset, InputStream in, long most) throws IOException {
    deleteFrom(key, offset);
    long written = 0;
    for (byte[] part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART)) {
      if (written + part.length > most) {
        deleteFrom(key, offset);
        throw new Problem(
            ProblemType.TOO_LARGE, "got more than the %d bytes that are expected".formatted(most));
      }
      jdbc.sql(
              """
              insert into blob_part (blob_key, start_offset, content, stored_at)
              values (?, ?, ?, ?)
              """)
          .params(key, offset + written, part, clock.millis())
          .update();
      written += part.length;
    }
    return offset + written;
  }

  private void deleteFrom(String key, long offset) {
    jdbc.sql("delete from blob_part where blob_key = ? and start_offset >= ?")
        .params(key, offset)
        .update();
  }

  @Override
  @SuppressWarnings("JdkObsolete") // SequenceInputStream knows no younger interface.
  public InputStream open(String key, long offset) throws IOException {
    List<Long> offsets =
        jdbc.sql(
                """
                select start_offset from blob_part where blob_key = ? and start_offset >=
                  (select coalesce(max(start_offset), 0) from blob_part
                   where blob_key = ? and start_offset <= ?)
                order by start_offset
                """)
            .params(key, key, offset)
            .query(Long.class)
            .list();
    if (offsets.isEmpty()) {
      throw new NoSuchFileException("blob " + key);
    }
    Iterator<Long> left = offsets.iterator();
    InputStream in =
        new SequenceInputStream(
            new Enumeration<>() {
              @Override
              public boolean hasMoreElements() {
                return left.hasNext();
              }

              @Override
              public InputStream nextElement() {
                return new ByteArrayInputStream(part(key, left.next()));
              }
            });
    in.skipNBytes(offset - offsets.getFirst());
    return in;
  }

  private byte[] part(String key, long offset) {
    return jdbc.sql("select content from blob_part where blob_key = ? and start_offset = ?")
        .params(key, offset)
        .query((row, _) -> row.getBytes(1))
        .single();
  }

  @Override
  public List<String> storedBefore(Instant time) {
    return jdbc.sql(
            """
            select blob_key from blob_part group by blob_key having max(stored_at) < ?
            """)
        .param(time.toEpochMilli())
        .query(String.class)
        .list();
  }

  @Override
  public void delete(String key) {
    deleteFrom(key, 0);
  }
}
