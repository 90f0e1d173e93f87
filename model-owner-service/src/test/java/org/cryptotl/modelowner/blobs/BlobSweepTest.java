package org.cryptotl.modelowner.blobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.cryptotl.modelowner.DataOwner;
import org.cryptotl.modelowner.ServiceTest;
import org.cryptotl.modelowner.SmallModel;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class BlobSweepTest extends ServiceTest {

  @Autowired private BlobStore blobs;
  @Autowired private List<BlobHolder> holders;
  @Autowired private JdbcClient jdbc;

  @Test
  void orphans_areDeletedAndWhatIsHeldIsNot() throws IOException {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    String job = owner.job(2);
    owner.api().octets("PUT", job + "/chunks/0", owner.encrypt(SmallModel.input())).expect(200);
    owner.api().await(job, j -> j.get("chunksDone").asInt() == 1);
    blobs.append("jobs/gone/0-x", 0, new ByteArrayInputStream(new byte[10]), 10);
    String id = job.substring(job.lastIndexOf('/') + 1);
    String waits = "jobs/%s/1-waits".formatted(id);
    insertChunk(id, waits);
    String orphan = "jobs/%s/0-orphan".formatted(id);
    for (String key : List.of(waits, orphan, "keys/none", "jobs/none/x-0", "jobs/x")) {
      blobs.append(key, 0, new ByteArrayInputStream(new byte[10]), 10);
    }
    BlobSweep.sweep(blobs, holders, Instant.now().minusSeconds(3600));
    assertTrue(Files.exists(blobs().resolve("jobs/gone/0-x")), "it is young");
    BlobSweep.sweep(blobs, holders, Instant.now().plusSeconds(60));
    for (String key : List.of("jobs/gone/0-x", orphan, "keys/none", "jobs/none/x-0", "jobs/x")) {
      assertFalse(Files.exists(blobs().resolve(key)), key);
    }
    assertTrue(Files.exists(blobs().resolve(waits)));
    owner.evaluate(owner.encrypt(SmallModel.input())).expect(200);
    owner.api().get(job + "/chunks/0/result").expect(200);
    assertTrue(Files.exists(blobs().resolve("keys/" + owner.bundle())));
    assertTrue(Files.exists(blobs().resolve("models/small/%d/model".formatted(smallModel()))));
  }

  /** Of a cancelled job, so that no worker takes it. */
  private void insertChunk(String job, String blob) {
    jdbc.sql("update job set state = 'CANCELLED' where id = ?").param(job).update();
    jdbc.sql(
            """
            insert into chunk (job_id, number, state, input_sha256, input_blob, input_bytes,
              output_bytes, attempts, elapsed_millis)
            values (?, 1, 'QUEUED', 'none', ?, 10, 0, 0, 0)
            """)
        .params(job, blob)
        .update();
  }

  @Test
  void folder_goesWithItsLastFileAndComesBack() throws IOException {
    for (String key : List.of("test/folder/a", "test/folder/b")) {
      blobs.append(key, 0, new ByteArrayInputStream(new byte[10]), 10);
    }
    blobs.delete("test/folder/a");
    assertTrue(Files.exists(blobs().resolve("test/folder/b")));
    blobs.delete("test/folder/b");
    blobs.delete("test/folder/b");
    assertFalse(Files.exists(blobs().resolve("test/folder")));
    blobs.append("test/folder/a", 0, new ByteArrayInputStream(new byte[10]), 10);
    blobs.delete("test/folder/a");
  }

  /** The tables that several processes share keep what the directory keeps. */
  @Test
  void databaseBlob_isReadFromAnyPlace() throws IOException {
    BlobStore database = new DatabaseBlobStore(jdbc, Clock.systemUTC());
    byte[] bytes = new byte[3_000_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    database.append("test/a", 0, new ByteArrayInputStream(bytes, 0, 1_500_000), 1_500_000);
    database.append(
        "test/a", 1_500_000, new ByteArrayInputStream(bytes, 1_500_000, 1_500_000), 1_500_000);
    for (int from : new int[] {0, 1, 1 << 20, 1_499_999, 1_500_000, 2_999_999}) {
      try (InputStream in = database.open("test/a", from)) {
        assertArrayEquals(Arrays.copyOfRange(bytes, from, bytes.length), in.readAllBytes());
      }
    }
    assertTrue(database.storedBefore(Instant.now().plusSeconds(60)).contains("test/a"));
    assertFalse(database.storedBefore(Instant.now().minusSeconds(60)).contains("test/a"));
    database.delete("test/a");
    assertThrows(NoSuchFileException.class, () -> database.open("test/a", 0));
  }
}
