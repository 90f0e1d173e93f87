package org.cryptotl.modelowner.evaluationkeys;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cryptotl.modelowner.blobs.BlobHolder;
import org.cryptotl.modelowner.evaluationkeys.KeyBundle.State;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of bundles. */
@Component
class KeyBundleStore implements BlobHolder {

  private static final RowMapper<KeyBundle> ROW =
      (row, _) ->
          new KeyBundle(
              row.getString("id"),
              row.getString("manifest_sha256"),
              State.valueOf(row.getString("state")),
              row.getLong("total_bytes"),
              row.getLong("received_bytes"),
              row.getString("sha256"),
              row.getString("failure"),
              Instant.ofEpochMilli(row.getLong("created_at")),
              Instant.ofEpochMilli(row.getLong("used_at")),
              Instant.ofEpochMilli(row.getLong("expires_at")));

  private final JdbcClient jdbc;

  KeyBundleStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(String tenantId, KeyBundle bundle) {
    jdbc.sql(
            """
            insert into key_bundle (id, tenant_id, manifest_sha256, state, total_bytes,
              received_bytes, created_at, used_at, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            bundle.id(),
            tenantId,
            bundle.manifestSha256(),
            bundle.state().name(),
            bundle.totalBytes(),
            bundle.receivedBytes(),
            bundle.createdAt().toEpochMilli(),
            bundle.usedAt().toEpochMilli(),
            bundle.expiresAt().toEpochMilli())
        .update();
  }

  Optional<KeyBundle> find(String tenantId, String id) {
    return jdbc.sql("select * from key_bundle where tenant_id = ? and id = ?")
        .params(tenantId, id)
        .query(ROW)
        .optional();
  }

  List<KeyBundle> list(String tenantId) {
    return jdbc.sql("select * from key_bundle where tenant_id = ? order by created_at")
        .param(tenantId)
        .query(ROW)
        .list();
  }

  /**
   * From now on only the holder of this claim goes on with the upload.
   *
   * @return whether the bundle still waits for the byte at this offset
   */
  boolean claim(String id, String claim, long offset) {
    return jdbc.sql(
                """
                update key_bundle set upload_claim = ?
                where id = ? and state = ? and received_bytes = ?
                """)
            .params(claim, id, State.UPLOADING.name(), offset)
            .update()
        == 1;
  }

  /**
   * Writes down how many bytes there are.
   *
   * @return whether the claim still holds
   */
  boolean received(String id, String claim, long bytes) {
    return jdbc.sql("update key_bundle set received_bytes = ? where id = ? and upload_claim = ?")
            .params(bytes, id, claim)
            .update()
        == 1;
  }

  void ready(String id, String claim, String sha256) {
    jdbc.sql(
            """
            update key_bundle set state = ?, sha256 = ?, failure = null
            where id = ? and upload_claim = ?
            """)
        .params(State.READY.name(), sha256, id, claim)
        .update();
  }

  /** The bytes up to a place stay, the others are to come again. */
  void refused(String id, String claim, long place, String failure) {
    jdbc.sql(
            """
            update key_bundle set received_bytes = ?, failure = ? where id = ? and upload_claim = ?
            """)
        .params(place, failure.substring(0, Math.min(1000, failure.length())), id, claim)
        .update();
  }

  void used(String id, Instant now, Instant expiresAt) {
    jdbc.sql("update key_bundle set used_at = ?, expires_at = ? where id = ?")
        .params(now.toEpochMilli(), expiresAt.toEpochMilli(), id)
        .update();
  }

  boolean delete(String tenantId, String id) {
    return jdbc.sql("delete from key_bundle where tenant_id = ? and id = ?")
            .params(tenantId, id)
            .update()
        == 1;
  }

  @Override
  public boolean holds(String key) {
    String keys = KeyBundles.blob("");
    return key.startsWith(keys)
        && jdbc.sql("select count(*) from key_bundle where id = ?")
                .param(key.substring(keys.length()))
                .query(Long.class)
                .single()
            > 0;
  }

  /** A bundle and whose it is. */
  record Owned(String tenantId, String id) {}

  List<Owned> expired(Instant now) {
    return jdbc.sql("select tenant_id, id from key_bundle where expires_at < ?")
        .param(now.toEpochMilli())
        .query((row, _) -> new Owned(row.getString("tenant_id"), row.getString("id")))
        .list();
  }
}
