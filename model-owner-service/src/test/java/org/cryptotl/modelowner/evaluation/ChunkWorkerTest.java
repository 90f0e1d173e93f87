package org.cryptotl.modelowner.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.cryptotl.modelowner.Api;
import org.cryptotl.modelowner.DataOwner;
import org.cryptotl.modelowner.ServiceTest;
import org.cryptotl.modelowner.SmallModel;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What a crash leaves, as the rows say it. */
class ChunkWorkerTest extends ServiceTest {

  @Autowired private ChunkWorker worker;
  @Autowired private JdbcClient jdbc;

  private void insert(String job, int number, String state, int attempts) {
    jdbc.sql(
            """
            insert into chunk (job_id, number, state, input_sha256, input_blob, input_bytes,
              output_bytes, attempts, elapsed_millis, samples)
            values (?, ?, ?, 'none', ?, 0, 0, ?, 0, 1)
            """)
        .params(job, number, state, "jobs/%s/%d-x".formatted(job, number), attempts)
        .update();
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String state(Api api, String path) {
    return api.get(path).expect(200).json().get("state").asString();
  }

  private static JsonNode chunk(Api api, String path) {
    return api.get(path + "/chunks").expect(200).json().get("chunks").get(0);
  }

  @Test
  void killedBetweenTheLastResultAndTheEndOfItsJob_endsIt() throws Exception {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    String path = owner.job(2);
    insert(id(path), 0, "DONE", 1);
    worker.evaluate(id(path), 0);
    assertEquals("OPEN", state(owner.api(), path));
    insert(id(path), 1, "DONE", 1);
    worker.evaluate(id(path), 1);
    assertEquals("DONE", state(owner.api(), path));
  }

  /** The payload is not there, and this is the last attempt. */
  @Test
  void samplesOfAFailedChunk_areGivenBackAndTakenForTheRetry() throws Exception {
    Api api =
        admin()
            .tenant(
                name("poor"),
                """
                {"maxStoredBytes": 1000000000, "maxKeyBundles": 1, "maxJobs": 1,
                 "requestsPerMinute": 1000, "samplesPerModel": 1, "budgetPeriodSeconds": 3600}
                """);
    DataOwner owner = DataOwner.join(api, "small", smallModel(), "LATENCY");
    byte[] request = owner.encrypt(SmallModel.input());
    owner.evaluate(request).expect(200);
    owner.evaluate(request).expect(429);
    String path = owner.job(1);
    insert(id(path), 0, "QUEUED", 2);
    worker.evaluate(id(path), 0);
    assertEquals("FAILED", state(api, path));
    owner.evaluate(request).expect(200);
    api.post(path + "/retry", "").expect(429);
    assertEquals("FAILED", state(api, path));
  }

  /** As where the process ends with its memory in each attempt, before it can say so. */
  @Test
  void attempts_areCountedWhenTheyBegin() throws Exception {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    String path = owner.job(1);
    insert(id(path), 0, "QUEUED", 0);
    assertThrows(IOException.class, () -> worker.evaluate(id(path), 0));
    assertEquals(1, chunk(owner.api(), path).get("attempts").asInt());
    jdbc.sql("update chunk set attempts = 3 where job_id = ?").param(id(path)).update();
    worker.evaluate(id(path), 0);
    assertEquals("FAILED", state(owner.api(), path));
    JsonNode failed = chunk(owner.api(), path);
    assertEquals(3, failed.get("attempts").asInt(), failed::toString);
    assertEquals("3 attempts failed", failed.get("failure").asString());
  }

  @Test
  void keysOfTheOtherMode_areRefusedBeforeAnythingIsCharged() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "THROUGHPUT");
    Api.Answer answer =
        owner
            .api()
            .post(
                "/api/v1/jobs",
                """
                {"model": "small", "version": %d, "mode": "LATENCY", "keys": "%s", "chunks": 1}
                """
                    .formatted(smallModel(), owner.bundle()))
            .expect(422);
    assertTrue(answer.text().contains("urn:cryptotl:problem:bad-ciphertext"), answer::text);
  }
}
