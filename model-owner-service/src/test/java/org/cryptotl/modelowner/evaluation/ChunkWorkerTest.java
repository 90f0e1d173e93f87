package org.cryptotl.modelowner.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cryptotl.modelowner.Api;
import org.cryptotl.modelowner.DataOwner;
import org.cryptotl.modelowner.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a crash leaves, as the rows say it. */
class ChunkWorkerTest extends ServiceTest {

  @Autowired private ChunkWorker worker;
  @Autowired private JdbcClient jdbc;

  private void insert(String job, int number, String state, int attempts) {
    jdbc.sql(
            """
            insert into chunk (job_id, number, state, input_sha256, input_blob, input_bytes,
              output_bytes, attempts, elapsed_millis)
            values (?, ?, ?, 'none', ?, 0, 0, ?, 0)
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
}
