package org.cryptotl.modelowner.evaluation;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cryptotl.modelowner.blobs.BlobHolder;
import org.cryptotl.modelowner.evaluation.Chunk.State;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of chunks. */
@Component
class ChunkStore implements BlobHolder {

  /** A chunk with its payloads, and what was taken from the budget for it. */
  record Stored(Chunk chunk, String inputBlob, String outputBlob, int samples) {}

  /** Of what chunks hold: {@code jobs/job/number-something}. */
  private static final Pattern KEY = Pattern.compile("jobs/([^/]+)/(\\d{1,9})-[^/]+");

  private static final RowMapper<Stored> ROW =
      (row, _) ->
          new Stored(
              new Chunk(
                  row.getInt("number"),
                  State.valueOf(row.getString("state")),
                  row.getString("input_sha256"),
                  row.getInt("attempts"),
                  row.getLong("elapsed_millis"),
                  row.getString("failure")),
              row.getString("input_blob"),
              row.getString("output_blob"),
              row.getInt("samples"));

  private final JdbcClient jdbc;
  private final Clock clock;

  ChunkStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  void insert(String jobId, int number, String sha256, String blob, long bytes, int samples) {
    jdbc.sql(
            """
            insert into chunk (job_id, number, state, input_sha256, input_blob, input_bytes,
              output_bytes, attempts, elapsed_millis, samples, queued_at)
            values (?, ?, 'QUEUED', ?, ?, ?, 0, 0, 0, ?, ?)
            """)
        .params(jobId, number, sha256, blob, bytes, samples, clock.millis())
        .update();
  }

  Optional<Stored> find(String jobId, int number) {
    return jdbc.sql("select * from chunk where job_id = ? and number = ?")
        .params(jobId, number)
        .query(ROW)
        .optional();
  }

  List<Stored> list(String jobId) {
    return jdbc.sql("select * from chunk where job_id = ? order by number")
        .param(jobId)
        .query(ROW)
        .list();
  }

  /**
   * Writes down a result, unless another worker was faster.
   *
   * @return whether this one counts
   */
  boolean done(String jobId, int number, String blob, long bytes, long elapsedMillis) {
    return jdbc.sql(
                """
                update chunk set state = 'DONE', output_blob = ?, output_bytes = ?,
                  elapsed_millis = ?, failure = null, input_bytes = 0
                where job_id = ? and number = ? and state = 'QUEUED'
                """)
            .params(blob, bytes, elapsedMillis, jobId, number)
            .update()
        == 1;
  }

  /** Counts an attempt that begins, since it may end the process. */
  void begin(String jobId, int number) {
    jdbc.sql(
            """
            update chunk set attempts = attempts + 1
            where job_id = ? and number = ? and state = 'QUEUED'
            """)
        .params(jobId, number)
        .update();
  }

  /**
   * Writes down that an attempt failed.
   *
   * @return whether no result came meanwhile
   */
  boolean attempted(String jobId, int number, State state, String failure) {
    return jdbc.sql(
                """
                update chunk set state = ?, failure = ?
                where job_id = ? and number = ? and state = 'QUEUED'
                """)
            .params(state.name(), failure, jobId, number)
            .update()
        == 1;
  }

  @Override
  public boolean holds(String key) {
    Matcher parts = KEY.matcher(key);
    return parts.matches()
        && find(parts.group(1), Integer.parseInt(parts.group(2)))
            .filter(each ->
                key.equals(each.outputBlob())
                    || (key.equals(each.inputBlob()) && each.chunk().state() != State.DONE))
            .isPresent();
  }

  /** A chunk that waits, of an open job. */
  record Waiting(String jobId, int number) {}

  List<Waiting> waiting() {
    return jdbc.sql(
            """
            select c.job_id, c.number from chunk c join job j on j.id = c.job_id
            where c.state = 'QUEUED' and j.state = 'OPEN' and not exists
              (select 1 from scheduled_tasks t where t.task_name = ?
               and t.task_instance = concat(c.job_id, '/', c.number))
            """)
        .param(JobTasks.CHUNK)
        .query((row, _) -> new Waiting(row.getString("job_id"), row.getInt("number")))
        .list();
  }

  /**
   * Gives a chunk that failed fresh attempts.
   *
   * @return whether it had failed
   */
  boolean requeueFailed(String jobId, int number) {
    return jdbc.sql(
                """
                update chunk set state = 'QUEUED', attempts = 0, queued_at = ?
                where job_id = ? and number = ? and state = 'FAILED'
                """)
            .params(clock.millis(), jobId, number)
            .update()
        == 1;
  }
}
