package org.cryptotl.modelowner.evaluation;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many chunks wait for a worker, and the oldest one's age. */
@Component
class QueueMetrics {

  private static final String WAITING =
      " from chunk c join job j on j.id = c.job_id where c.state = 'QUEUED' and j.state = 'OPEN'";

  QueueMetrics(JdbcClient jdbc, MeterRegistry meters, Clock clock) {
    meters.gauge(
        "cryptotl.queue.chunks",
        jdbc,
        j -> j.sql("select count(*)" + WAITING).query(Long.class).single());
    meters.gauge(
        "cryptotl.queue.oldest.job.seconds",
        jdbc,
        j ->
            j.sql("select coalesce(min(c.queued_at), ?)" + WAITING)
                .param(clock.millis())
                .query((row, _) -> (clock.millis() - row.getLong(1)) / 1000.0)
                .single());
  }
}
