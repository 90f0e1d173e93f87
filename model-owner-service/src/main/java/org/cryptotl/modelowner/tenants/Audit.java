package org.cryptotl.modelowner.tenants;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who did what; never what the data were. */
@Component
public class Audit {

  /** What is written down. */
  public enum Action {
    /** Samples were evaluated and answered at once. */
    EVALUATION,
    /** A chunk of a job was accepted. */
    CHUNK,
    /** Evaluation keys are complete. */
    KEYS_STORED,
    /** Evaluation keys were deleted. */
    KEYS_DELETED
  }

  /** An entry. */
  record Entry(
      long id,
      Instant at,
      String tenantId,
      Action action,
      String model,
      Integer version,
      String mode,
      long samples) {}

  private final JdbcClient jdbc;
  private final Clock clock;

  Audit(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Writes down that a tenant evaluated samples. */
  public void evaluated(
      String tenantId, Action action, String model, int version, String mode, long samples) {
    insert(tenantId, action, model, version, mode, samples);
  }

  /** Writes down what a tenant did beside evaluations. */
  public void did(String tenantId, Action action) {
    insert(tenantId, action, null, null, null, 0);
  }

  private void insert(
      String tenantId, Action action, String model, Integer version, String mode, long samples) {
    jdbc.sql(
            """
            insert into audit (at_millis, tenant_id, action, model, version, mode, samples)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            Arrays.asList(clock.millis(), tenantId, action.name(), model, version, mode, samples))
        .update();
  }

  List<Entry> before(long id, int limit) {
    return jdbc.sql("select * from audit where id < ? order by id desc limit ?")
        .params(id, limit)
        .query((row, _) ->
            new Entry(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at_millis")),
                row.getString("tenant_id"),
                Action.valueOf(row.getString("action")),
                row.getString("model"),
                row.getObject("version", Integer.class),
                row.getString("mode"),
                row.getLong("samples")))
        .list();
  }
}
