package org.cryptotl.modelowner.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.cryptotl.modelowner.Api;
import org.cryptotl.modelowner.DataOwner;
import org.cryptotl.modelowner.ServiceTest;
import org.cryptotl.modelowner.SmallModel;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class JobExpiryTest extends ServiceTest {

  @Autowired private Jobs jobs;
  @Autowired private JdbcClient jdbc;

  @Test
  void jobOfLongAgo_isDeletedWithItsPayloads() throws IOException {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    Api api = owner.api();
    String path = owner.job(2);
    String id = path.substring(path.lastIndexOf('/') + 1);
    for (int n = 0; n < 2; n++) {
      api.octets("PUT", path + "/chunks/" + n, owner.encrypt(SmallModel.input())).expect(200);
    }
    api.await(path, j -> j.get("state").asString().equals("DONE"));
    Path payloads = blobs().resolve("jobs").resolve(id);
    assertEquals(2, count(payloads), "results, and no inputs any more");
    jobs.expire();
    api.get(path).expect(200);
    jdbc.sql("update job set expires_at = ? where id = ?")
        .params(System.currentTimeMillis() - 1000, id)
        .update();
    jobs.expire();
    api.get(path).expect(404);
    api.get(path + "/chunks/0/result").expect(404);
    assertFalse(Files.exists(payloads));
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  /** A chunk that fails again and again fails the job, and a retry begins with fresh attempts. */
  @Test
  void chunkWhosePayloadIsLost_failsTheJobByName() throws IOException {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    Api api = owner.api();
    String path = owner.job(1);
    String id = path.substring(path.lastIndexOf('/') + 1);
    api.post(path + "/cancel", "").expect(200);
    jdbc.sql(
            """
            insert into chunk (job_id, number, state, input_sha256, input_blob, input_bytes,
              output_bytes, attempts, elapsed_millis)
            values (?, 0, 'QUEUED', 'none', 'jobs/none/0', 1, 0, 0, 0)
            """)
        .param(id)
        .update();
    api.post(path + "/retry", "").expect(200);
    assertEquals(
        "FAILED",
        api.await(path, j -> !j.get("state").asString().equals("OPEN")).get("state").asString());
    var chunk = api.get(path + "/chunks").json().get("chunks").get(0);
    assertEquals(3, chunk.get("attempts").asInt(), chunk::toString);
    assertTrue(chunk.get("failure").asString().contains("3 attempts"), chunk::toString);
    assertFalse(chunk.get("failure").asString().contains("NoSuchFile"), chunk::toString);
    api.get(path + "/chunks/0/result").expect(409);
  }
}
