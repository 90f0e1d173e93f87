package org.cryptotl.dataowner.heads;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cryptotl.dataowner.problems.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The table of heads. */
@Component
class HeadTable {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  HeadTable(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  void insert(String id, HeadRequest request) {
    int version =
        jdbc.sql("select coalesce(max(version), 0) + 1 from head where name = ?")
            .param(request.name())
            .query(Integer.class)
            .single();
    jdbc.sql("insert into head values (?, ?, ?, ?, ?, ?, 0, 0, null, null, null, ?, null)")
        .params(
            id,
            request.featureSetId(),
            request.name(),
            version,
            json.writeValueAsString(request),
            HeadState.TRAINING.name(),
            clock.millis())
        .update();
  }

  void steps(String id, int done, int of) {
    jdbc.sql("update head set steps = ?, all_steps = ? where id = ?").params(done, of, id).update();
  }

  void ready(String id, HeadReport report, byte[] network) {
    jdbc.sql("update head set state = ?, report = ?, network = ?, ended_at = ? where id = ?")
        .params(
            HeadState.READY.name(), json.writeValueAsString(report), network, clock.millis(), id)
        .update();
  }

  void end(String id, HeadState state, @Nullable String failure) {
    jdbc.sql("update head set state = ?, failure = ?, ended_at = ? where id = ?")
        .params(state.name(), failure, clock.millis(), id)
        .update();
  }

  List<HeadVersion> list() {
    return jdbc.sql("select * from head order by created_at desc, id")
        .query((row, _) -> head(row))
        .list();
  }

  HeadVersion get(String id) {
    return jdbc.sql("select * from head where id = ?")
        .param(id)
        .query((row, _) -> head(row))
        .optional()
        .orElseThrow(() -> Problem.notFound("head"));
  }

  Optional<byte[]> network(String id) {
    return jdbc.sql("select network from head where id = ? and network is not null")
        .param(id)
        .query(byte[].class)
        .optional();
  }

  void delete(String id) {
    jdbc.sql("delete from head where id = ?").param(id).update();
  }

  private HeadVersion head(ResultSet row) throws SQLException {
    String report = row.getString("report");
    long ended = row.getLong("ended_at");
    Instant endedAt = row.wasNull() ? null : Instant.ofEpochMilli(ended);
    return new HeadVersion(
        row.getString("id"),
        row.getString("name"),
        row.getInt("version"),
        json.readValue(row.getString("request"), HeadRequest.class),
        HeadState.valueOf(row.getString("state")),
        row.getInt("steps"),
        row.getInt("all_steps"),
        report == null ? null : json.readValue(report, HeadReport.class),
        row.getString("failure"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        endedAt);
  }
}
