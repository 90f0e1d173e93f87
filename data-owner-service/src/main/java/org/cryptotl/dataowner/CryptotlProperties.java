package org.cryptotl.dataowner;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The service's settings, {@code cryptotl.*}; checked at start.
 *
 * @param dataDirectory where H2's file, datasets and features are
 * @param masterKey 32 bytes in Base64 that encrypt secret keys and tokens at rest; empty to take
 *     them from the file
 * @param masterKeyFile where they are otherwise; empty for none
 * @param makeMasterKey whether to make that file (or {@code master.key} in the data directory)
 *     where there is none: for demonstrations, as the key then lies beside what it protects
 * @param adminPassword of the pages' first user; empty to have one made and printed once
 * @param bootstrapToken the first API token; empty for none
 * @param datasets limits of uploads
 * @param peer how to talk to model owners
 * @param threads that encode texts and train heads
 */
@ConfigurationProperties("cryptotl")
@Validated
public record CryptotlProperties(
    @NotNull Path dataDirectory,
    @NotNull String masterKey,
    @NotNull String masterKeyFile,
    boolean makeMasterKey,
    @NotNull String adminPassword,
    @NotNull
        @Pattern(
            regexp = "|[A-Za-z0-9_-]{32,200}",
            message = "must be empty, or 32 to 200 letters, digits, '_' and '-'")
        String bootstrapToken,
    @NotNull @Valid Datasets datasets,
    @NotNull @Valid Peer peer,
    @Min(1) @Max(256) int threads) {

  private static final int SHORTEST_PASSWORD = 12;
  private static final int LONGEST_PASSWORD_BYTES = 72;

  /** What a password has to be; bcrypt takes no more bytes. */
  public static final String PASSWORD_RULE =
      "has to have at least 12 characters and at most 72 bytes in UTF-8";

  /** Whether a password follows the rule. */
  public static boolean isPassword(String text) {
    return text.length() >= SHORTEST_PASSWORD
        && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PASSWORD_BYTES;
  }

  /** Asked at start; the failure shows this answer in place of the password. */
  @AssertTrue(message = "cryptotl.admin-password " + PASSWORD_RULE + ", or to be empty")
  public boolean isAdminPasswordUsable() {
    return adminPassword == null || adminPassword.isEmpty() || isPassword(adminPassword);
  }

  /**
   * Limits of uploads.
   *
   * @param maxRows of one dataset
   * @param maxColumns of one row
   * @param maxRowCharacters of one row, quotes and line breaks included
   */
  public record Datasets(
      @Min(1) @Max(100_000_000) int maxRows,
      @Min(2) @Max(1 << 20) int maxColumns,
      @Min(1000) @Max(1 << 28) int maxRowCharacters) {}

  /**
   * How to talk to model owners.
   *
   * @param connectTimeout for a connection
   * @param readTimeout for an answer
   * @param patience for which a job tries again while a model owner does not answer
   */
  public record Peer(
      @NotNull Duration connectTimeout,
      @NotNull Duration readTimeout,
      @NotNull Duration patience) {}
}
