package org.cryptotl.modelowner.tenants;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Bearer tokens: 256 random bits each. The database holds their SHA-256, so that whoever reads it
 * cannot call; looking a hash up by index says nothing by its time, since a caller cannot choose
 * the hash.
 */
@Component
class Tokens {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PREFIX = "ctl_";

  /** A token's public side. */
  record Token(String id, String name, Instant createdAt) {}

  /** A new token with its secret, which is told this once. */
  record NewToken(String id, String name, Instant createdAt, String token) {

    @Override
    public String toString() {
      return "NewToken[%s, redacted]".formatted(id);
    }
  }

  private final JdbcClient jdbc;

  Tokens(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  NewToken create(String tenantId, String name, Instant now) {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    return new NewToken(insert(tenantId, name, token, now), name, now, token);
  }

  /** Stores a token that was chosen elsewhere. */
  String insert(String tenantId, String name, String token, Instant now) {
    String id = UUID.randomUUID().toString();
    jdbc.sql("insert into token (id, tenant_id, name, hash, created_at) values (?, ?, ?, ?, ?)")
        .params(id, tenantId, name, hash(token), now.toEpochMilli())
        .update();
    return id;
  }

  List<Token> list(String tenantId) {
    return jdbc.sql(
            "select id, name, created_at from token where tenant_id = ? order by created_at")
        .param(tenantId)
        .query((row, _) ->
            new Token(
                row.getString("id"),
                row.getString("name"),
                Instant.ofEpochMilli(row.getLong("created_at"))))
        .list();
  }

  boolean delete(String tenantId, String id) {
    return jdbc.sql("delete from token where tenant_id = ? and id = ?")
            .params(tenantId, id)
            .update()
        == 1;
  }

  /** Holds the administrators until the transaction ends: nobody else counts their tokens. */
  boolean administratorsHaveAny() {
    jdbc.sql("select id from tenant where role = ? order by id for update")
        .param(Role.ADMIN.name())
        .query(String.class)
        .list();
    return jdbc.sql(
                """
                select count(*) from token
                where tenant_id in (select id from tenant where role = ?)
                """)
            .param(Role.ADMIN.name())
            .query(Long.class)
            .single()
        > 0;
  }

  Optional<Caller> caller(String token) {
    return jdbc.sql("select t.* from token k join tenant t on t.id = k.tenant_id where k.hash = ?")
        .param(hash(token))
        .query(Tenants.ROW)
        .optional()
        .map(t -> new Caller(t.id(), t.name(), t.role(), t.limits()));
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
