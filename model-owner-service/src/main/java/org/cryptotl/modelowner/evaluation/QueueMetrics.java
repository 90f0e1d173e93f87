package org.cryptotl.modelowner.evaluation;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many chunks wait for a worker. */
@Component
class QueueMetrics {

  QueueMetrics(JdbcClient jdbc, MeterRegistry meters, Clock clock) {
    meters.gauge(
        "cryptotl.queue.chunks",
        jdbc,
        j -> j.sql("select count(*) from chunk where state = 'QUEUED'").query(Long.class).single());
    meters.gauge(
        "cryptotl.queue.oldest.job.seconds",
        jdbc,
        j ->
            j.sql("select coalesce(min(created_at), ?) from job where state = 'OPEN'")
                .param(clock.millis())
                .query((row, _) -> (clock.millis() - row.getLong(1)) / 1000.0)
                .single());
  }
}
