package org.cryptotl.dataowner.features;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.cryptotl.dataowner.problems.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The tables of feature sets and of their chunks. */
@Component
class FeatureTable {

  /** Rows that are sent together. */
  record Chunk(int from, int count) {}

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  FeatureTable(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  @Transactional
  void insert(FeatureSet set, int chunkSize) {
    jdbc.sql(
            "insert into feature_set values"
                + " (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, null, ?, null)")
        .params(
            set.id(),
            set.datasetId(),
            set.model().modelOwnerId(),
            set.model().model(),
            set.model().version(),
            set.model().mode().name(),
            set.keyPairId(),
            set.encoder(),
            set.inputs(),
            set.outputs(),
            set.state().name(),
            json.writeValueAsString(set.statistics()),
            set.createdAt().toEpochMilli())
        .update();
    extend(set.id(), 0, set.rows(), chunkSize);
  }

  /** Asks for more rows. */
  @Transactional
  void extend(String id, int from, int to, int chunkSize) {
    for (int row = from; row < to; row += chunkSize) {
      jdbc.sql("insert into feature_chunk values (?, ?, ?, false)")
          .params(id, row, Math.min(chunkSize, to - row))
          .update();
    }
    jdbc.sql("update feature_set set row_count = ? where id = ?").params(to, id).update();
  }

  List<Chunk> openChunks(String id) {
    return jdbc.sql(
            "select from_row, row_count from feature_chunk"
                + " where feature_set_id = ? and not done order by from_row")
        .param(id)
        .query((row, _) -> new Chunk(row.getInt(1), row.getInt(2)))
        .list();
  }

  /** Marks a chunk once; its rows are counted only then. */
  @Transactional
  void done(String id, Chunk chunk, Statistics statistics) {
    int marked =
        jdbc.sql(
                "update feature_chunk set done = true"
                    + " where feature_set_id = ? and from_row = ? and not done")
            .params(id, chunk.from())
            .update();
    jdbc.sql("update feature_set set done_rows = done_rows + ?, statistics = ? where id = ?")
        .params(marked * chunk.count(), json.writeValueAsString(statistics), id)
        .update();
  }

  void setStatistics(String id, Statistics statistics) {
    jdbc.sql("update feature_set set statistics = ? where id = ?")
        .params(json.writeValueAsString(statistics), id)
        .update();
  }

  void setState(String id, FeatureState state, @Nullable String failure) {
    Long ended = state == FeatureState.RUNNING ? null : Long.valueOf(clock.millis());
    jdbc.sql("update feature_set set state = ?, failure = ?, ended_at = ? where id = ?")
        .params(state.name(), failure, ended, id)
        .update();
  }

  List<FeatureSet> list() {
    return jdbc.sql("select * from feature_set order by created_at desc, id")
        .query((row, _) -> set(row))
        .list();
  }

  FeatureSet get(String id) {
    return jdbc.sql("select * from feature_set where id = ?")
        .param(id)
        .query((row, _) -> set(row))
        .optional()
        .orElseThrow(() -> Problem.notFound("feature set"));
  }

  private FeatureSet set(ResultSet row) throws SQLException {
    long ended = row.getLong("ended_at");
    Instant endedAt = row.wasNull() ? null : Instant.ofEpochMilli(ended);
    return new FeatureSet(
        row.getString("id"),
        row.getString("dataset_id"),
        new ModelRef(
            row.getString("model_owner_id"),
            row.getString("model"),
            row.getInt("version"),
            Mode.valueOf(row.getString("mode"))),
        row.getString("key_pair_id"),
        row.getString("encoder"),
        row.getInt("row_count"),
        row.getInt("done_rows"),
        row.getInt("inputs"),
        row.getInt("outputs"),
        FeatureState.valueOf(row.getString("state")),
        json.readValue(row.getString("statistics"), Statistics.class),
        row.getString("failure"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        endedAt);
  }

  void replaceKeys(String keyPairId, String by) {
    jdbc.sql("update feature_set set key_pair_id = ? where key_pair_id = ?")
        .params(by, keyPairId)
        .update();
  }

  void delete(String id) {
    jdbc.sql("delete from feature_set where id = ?").param(id).update();
  }
}
