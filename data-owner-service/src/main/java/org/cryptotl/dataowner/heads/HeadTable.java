package org.cryptotl.dataowner.heads;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cryptotl.dataowner.modelowner.ModelVersion;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.nn.transfer.HeadInput;
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

  /** What is known of a head from the beginning. */
  record Known(String name, ModelVersion model, String encoder, List<String> labels) {}

  /** A head that is to be trained. */
  void insert(String id, Known known, HeadRequest request) {
    insert(id, known, HeadState.TRAINING)
        .param("featureSetId", request.featureSetId())
        .param("request", json.writeValueAsString(request))
        .param("input", null)
        .param("network", null, Types.VARBINARY)
        .param("endedAt", null)
        .update();
  }

  /** A head that was trained elsewhere. */
  void insert(String id, Known known, HeadInput input, byte[] network) {
    insert(id, known, HeadState.READY)
        .param("featureSetId", null)
        .param("request", null)
        .param("input", input.name())
        .param("network", network)
        .param("endedAt", clock.millis())
        .update();
  }

  private JdbcClient.StatementSpec insert(String id, Known known, HeadState state) {
    int version =
        jdbc.sql("select coalesce(max(version), 0) + 1 from head where name = ?")
            .param(known.name())
            .query(Integer.class)
            .single();
    return jdbc.sql(
            """
            insert into head (id, feature_set_id, name, version, request, state, steps, all_steps,
              network, created_at, ended_at, model_owner_id, model, model_version, encoder, labels,
              input)
            values (:id, :featureSetId, :name, :version, :request, :state, 0, 0, :network,
              :createdAt, :endedAt, :ownerId, :model, :modelVersion, :encoder, :labels, :input)
            """)
        .param("id", id)
        .param("name", known.name())
        .param("version", version)
        .param("state", state.name())
        .param("createdAt", clock.millis())
        .param("ownerId", known.model().modelOwnerId())
        .param("model", known.model().model())
        .param("modelVersion", known.model().version())
        .param("encoder", known.encoder())
        .param("labels", json.writeValueAsString(known.labels()));
  }

  /** Counts a training that begins, which may be cut off. */
  void begin(String id) {
    jdbc.sql("update head set starts = starts + 1 where id = ?").param(id).update();
  }

  /** How often its training has begun. */
  int starts(String id) {
    return jdbc.sql("select starts from head where id = ?").param(id).query(Integer.class).single();
  }

  void steps(String id, int done, int of) {
    jdbc.sql("update head set steps = ?, all_steps = ? where id = ?").params(done, of, id).update();
  }

  /** Whether there was such a training still. */
  boolean ready(String id, HeadReport report, byte[] network) {
    return jdbc.sql(
                """
                update head set state = ?, report = ?, network = ?, ended_at = ?
                where id = ? and state = ?
                """)
            .params(
                HeadState.READY.name(),
                json.writeValueAsString(report),
                network,
                clock.millis(),
                id,
                HeadState.TRAINING.name())
            .update()
        > 0;
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
    String request = row.getString("request");
    String text = row.getString("report");
    HeadReport report = text == null ? null : json.readValue(text, HeadReport.class);
    String input = row.getString("input");
    HeadInput told = input == null ? null : HeadInput.valueOf(input);
    long ended = row.getLong("ended_at");
    Instant endedAt = row.wasNull() ? null : Instant.ofEpochMilli(ended);
    return new HeadVersion(
        row.getString("id"),
        row.getString("name"),
        row.getInt("version"),
        new ModelVersion(
            row.getString("model_owner_id"), row.getString("model"), row.getInt("model_version")),
        row.getString("encoder"),
        List.of(json.readValue(row.getString("labels"), String[].class)),
        request == null ? null : json.readValue(request, HeadRequest.class),
        report == null ? told : report.chosen(),
        HeadState.valueOf(row.getString("state")),
        row.getInt("steps"),
        row.getInt("all_steps"),
        report == null ? List.of() : report.curve(),
        report == null ? null : report.curves(),
        report,
        row.getString("failure"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        endedAt);
  }
}
