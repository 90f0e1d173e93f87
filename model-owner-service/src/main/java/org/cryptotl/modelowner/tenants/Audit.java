package org.cryptotl.modelowner.tenants;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
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

  /**
   * Writes down that a tenant has samples evaluated.
   *
   * @return the entry's id
   */
  public long evaluated(
      String tenantId, Action action, String model, int version, String mode, long samples) {
    return insert(tenantId, action, model, version, mode, samples);
  }

  /** Takes an entry back whose samples were not evaluated after all. */
  public void revoke(long id) {
    jdbc.sql("delete from audit where id = ?").param(id).update();
  }

  /** Writes down what a tenant did beside evaluations. */
  public void did(String tenantId, Action action) {
    insert(tenantId, action, null, null, null, 0);
  }

  private long insert(
      String tenantId, Action action, String model, Integer version, String mode, long samples) {
    KeyHolder key = new GeneratedKeyHolder();
    jdbc.sql(
            """
            insert into audit (at_millis, tenant_id, action, model, version, mode, samples)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            Arrays.asList(clock.millis(), tenantId, action.name(), model, version, mode, samples))
        .update(key, "id");
    return Objects.requireNonNull(key.getKey(), "the database gives no id").longValue();
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
