package org.cryptotl.dataowner.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.cryptotl.dataowner.problems.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of key pairs. */
@Component
class KeyPairs {

  private final JdbcClient jdbc;

  KeyPairs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(KeyPair pair, byte[] manifest, byte[] sealedSecret) {
    jdbc.sql("insert into key_pair values (?, ?, ?, ?, ?, ?, ?, ?, ?, null, 0, 0, null, ?, ?)")
        .params(
            pair.id(),
            pair.model().modelOwnerId(),
            pair.model().model(),
            pair.model().version(),
            pair.model().mode().name(),
            pair.manifestSha256(),
            manifest,
            sealedSecret,
            pair.state().name(),
            pair.createdAt().toEpochMilli(),
            pair.replaces())
        .update();
  }

  List<KeyPair> list() {
    return jdbc.sql("select * from key_pair order by created_at desc, id")
        .query((row, _) -> pair(row))
        .list();
  }

  Optional<KeyPair> find(String id) {
    return jdbc.sql("select * from key_pair where id = ?")
        .param(id)
        .query((row, _) -> pair(row))
        .optional();
  }

  KeyPair get(String id) {
    return find(id).orElseThrow(() -> Problem.notFound("key pair"));
  }

  private static KeyPair pair(ResultSet row) throws SQLException {
    return new KeyPair(
        row.getString("id"),
        new ModelRef(
            row.getString("model_owner_id"),
            row.getString("model"),
            row.getInt("version"),
            Mode.valueOf(row.getString("mode"))),
        row.getString("manifest_sha256"),
        KeyState.valueOf(row.getString("state")),
        row.getString("bundle_id"),
        row.getLong("total_bytes"),
        row.getLong("sent_bytes"),
        row.getString("failure"),
        row.getString("replaces"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  byte[] manifest(String id) {
    return bytes("manifest", id);
  }

  byte[] sealedSecret(String id) {
    return bytes("sealed_secret", id);
  }

  private byte[] bytes(String column, String id) {
    return jdbc.sql("select " + column + " from key_pair where id = ?")
        .param(id)
        .query(byte[].class)
        .single();
  }

  void setBundle(String id, @Nullable String bundleId, long totalBytes, long sentBytes) {
    jdbc.sql("update key_pair set bundle_id = ?, total_bytes = ?, sent_bytes = ? where id = ?")
        .params(bundleId, totalBytes, sentBytes, id)
        .update();
  }

  void setState(String id, KeyState state, @Nullable String failure) {
    jdbc.sql("update key_pair set state = ?, failure = ? where id = ?")
        .params(state.name(), failure, id)
        .update();
  }

  /** The pair that it replaced is gone. */
  void setReplaced(String id) {
    jdbc.sql("update key_pair set replaces = null where id = ?").param(id).update();
  }

  void delete(String id) {
    jdbc.sql("delete from key_pair where id = ?").param(id).update();
  }
}
