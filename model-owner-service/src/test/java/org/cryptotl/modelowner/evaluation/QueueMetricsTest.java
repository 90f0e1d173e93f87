package org.cryptotl.modelowner.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import org.cryptotl.modelowner.DataOwner;
import org.cryptotl.modelowner.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class QueueMetricsTest extends ServiceTest {

  private static final long DAY = 86_400;

  @Autowired private MeterRegistry meters;
  @Autowired private JdbcClient jdbc;

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  private void insertChunk(String job) {
    jdbc.sql(
            """
            insert into chunk (job_id, number, state, input_sha256, input_blob, input_bytes,
              output_bytes, attempts, elapsed_millis, queued_at)
            values (?, 0, 'QUEUED', 'none', 'jobs/none/0', 0, 0, 0, 0, ?)
            """)
        .params(job, System.currentTimeMillis() - 10 * DAY * 1000)
        .update();
  }

  @Test
  void onlyChunksOfOpenJobs_wait() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    String cancelled = owner.job(1);
    String open = owner.job(1);
    owner.api().post(cancelled + "/cancel", "").expect(200);
    jdbc.sql("update job set created_at = 0 where id = ?").param(id(open)).update();
    assertEquals(0, gauge("cryptotl.queue.chunks"));
    insertChunk(id(cancelled));
    assertEquals(0, gauge("cryptotl.queue.chunks"));
    assertTrue(gauge("cryptotl.queue.oldest.job.seconds") < DAY);
    insertChunk(id(open));
    assertEquals(1, gauge("cryptotl.queue.chunks"));
    assertTrue(gauge("cryptotl.queue.oldest.job.seconds") > 9 * DAY);
    owner.api().delete(open).expect(204);
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
