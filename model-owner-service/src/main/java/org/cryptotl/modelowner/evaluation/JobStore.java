package org.cryptotl.modelowner.evaluation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cryptotl.modelowner.evaluation.Job.State;
import org.cryptotl.modelowner.models.Mode;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of jobs. */
@Component
class JobStore {

  private static final String SELECT =
      """
      select job.*,
        (select count(*) from chunk where job_id = job.id) as uploaded,
        (select count(*) from chunk where job_id = job.id and state = 'DONE') as done,
        (select count(*) from chunk where job_id = job.id and state = 'FAILED') as failed
      from job
      """;

  private static final RowMapper<Job> ROW =
      (row, _) ->
          new Job(
              row.getString("id"),
              row.getString("model"),
              row.getInt("version"),
              Mode.valueOf(row.getString("mode")),
              row.getString("key_bundle_id"),
              State.valueOf(row.getString("state")),
              row.getInt("chunks"),
              row.getInt("uploaded"),
              row.getInt("done"),
              row.getInt("failed"),
              Instant.ofEpochMilli(row.getLong("created_at")),
              Instant.ofEpochMilli(row.getLong("expires_at")));

  private final JdbcClient jdbc;

  JobStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(String tenantId, Job job) {
    jdbc.sql(
            """
            insert into job (id, tenant_id, model, version, mode, key_bundle_id, chunks, state,
              created_at, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            job.id(),
            tenantId,
            job.model(),
            job.version(),
            job.mode().name(),
            job.keys(),
            job.chunks(),
            job.state().name(),
            job.createdAt().toEpochMilli(),
            job.expiresAt().toEpochMilli())
        .update();
  }

  Optional<Job> find(String tenantId, String id) {
    return jdbc.sql(SELECT + " where tenant_id = ? and id = ?")
        .params(tenantId, id)
        .query(ROW)
        .optional();
  }

  List<Job> list(String tenantId) {
    return jdbc.sql(SELECT + " where tenant_id = ? order by created_at")
        .param(tenantId)
        .query(ROW)
        .list();
  }

  long open(String tenantId) {
    return jdbc.sql("select count(*) from job where tenant_id = ? and state = 'OPEN'")
        .param(tenantId)
        .query(Long.class)
        .single();
  }

  /** A job and whose it is. */
  record Owned(String tenantId, Job job) {}

  /** For workers, who act for any tenant. */
  Optional<Owned> owned(String id) {
    return jdbc.sql(SELECT + " where id = ?")
        .param(id)
        .query((row, n) -> new Owned(row.getString("tenant_id"), ROW.mapRow(row, n)))
        .optional();
  }

  List<Owned> expired(Instant now) {
    return jdbc.sql(SELECT + " where expires_at < ?")
        .param(now.toEpochMilli())
        .query((row, n) -> new Owned(row.getString("tenant_id"), ROW.mapRow(row, n)))
        .list();
  }

  boolean move(String id, State from, State to) {
    return jdbc.sql("update job set state = ? where id = ? and state = ?")
            .params(to.name(), id, from.name())
            .update()
        == 1;
  }

  /** Closes a job all of whose chunks have ended. */
  void close(String id) {
    owned(id)
        .map(Owned::job)
        .filter(job -> job.chunksDone() + job.chunksFailed() == job.chunks())
        .ifPresent(job -> move(id, State.OPEN, job.chunksFailed() > 0 ? State.FAILED : State.DONE));
  }

  void delete(String id) {
    jdbc.sql("delete from job where id = ?").param(id).update();
  }
}
