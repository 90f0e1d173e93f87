package org.cryptotl.modelowner.blobs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
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

  DatabaseBlobStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
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
      jdbc.sql("insert into blob_part (blob_key, start_offset, content) values (?, ?, ?)")
          .params(key, offset + written, part)
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
  public InputStream open(String key) {
    List<Long> offsets =
        jdbc.sql("select start_offset from blob_part where blob_key = ? order by start_offset")
            .param(key)
            .query(Long.class)
            .list();
    Iterator<Long> left = offsets.iterator();
    return new SequenceInputStream(
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
  }

  private byte[] part(String key, long offset) {
    return jdbc.sql("select content from blob_part where blob_key = ? and start_offset = ?")
        .params(key, offset)
        .query((row, _) -> row.getBytes(1))
        .single();
  }

  @Override
  public void delete(String key) {
    deleteFrom(key, 0);
  }
}
