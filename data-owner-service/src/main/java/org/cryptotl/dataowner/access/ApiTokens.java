package org.cryptotl.dataowner.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.cryptotl.dataowner.problems.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Bearer tokens of the API; only their hashes are stored. */
@Component
public class ApiTokens {

  /**
   * A token without its text.
   *
   * @param id by which it is deleted
   * @param name what it is for
   * @param createdAt when it was made
   */
  public record ApiToken(String id, String name, Instant createdAt) {}

  /**
   * A token that was just made.
   *
   * @param id by which it is deleted
   * @param name what it is for
   * @param token its text, shown this once
   */
  public record NewToken(String id, String name, String token) {
    @Override
    public String toString() {
      return "NewToken[%s, redacted]".formatted(id);
    }
  }

  private static final int BYTES = 32;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ApiTokens(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Makes a token. */
  public NewToken create(String name) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new NewToken(insert(name, token), name, token);
  }

  String insert(String name, String token) {
    String id = UUID.randomUUID().toString();
    jdbc.sql("insert into api_token (id, name, hash, created_at) values (?, ?, ?, ?)")
        .params(id, name, hash(token), clock.millis())
        .update();
    return id;
  }

  /** All tokens, the oldest first. */
  public List<ApiToken> list() {
    return jdbc.sql("select id, name, created_at from api_token order by created_at, id")
        .query((row, _) ->
            new ApiToken(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))))
        .list();
  }

  /** Deletes a token; requests that carry it are refused from now on. */
  public void delete(String id) {
    if (jdbc.sql("delete from api_token where id = ?").param(id).update() == 0) {
      throw Problem.notFound("token");
    }
  }

  boolean isValid(String token) {
    return jdbc.sql("select count(*) from api_token where hash = ?")
            .param(hash(token))
            .query(Integer.class)
            .single()
        > 0;
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing in this JVM", e);
    }
  }
}
