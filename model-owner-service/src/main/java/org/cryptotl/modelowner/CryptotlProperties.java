package org.cryptotl.modelowner;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The service's settings, {@code cryptotl.*}; checked at start.
 *
 * @param dataDirectory where H2's file and the directory of payloads are
 * @param bootstrapToken the first administrator's token; empty to have one made and printed once
 * @param blobs where payloads are kept; the database where several processes share one
 * @param keys of evaluation keys
 * @param jobs of evaluation jobs
 * @param workers who do the chunks of jobs and train models
 * @param evaluations of requests that are answered at once
 * @param plans of models in memory
 */
@ConfigurationProperties("cryptotl")
@Validated
public record CryptotlProperties(
    @NotNull Path dataDirectory,
    @NotNull
        @Pattern(
            regexp = "|[A-Za-z0-9_-]{32,200}",
            message = "must be empty, or 32 to 200 letters, digits, '_' and '-'")
        String bootstrapToken,
    @NotNull Blobs blobs,
    @NotNull @Valid Keys keys,
    @NotNull @Valid Jobs jobs,
    @NotNull @Valid Workers workers,
    @NotNull @Valid Evaluations evaluations,
    @NotNull @Valid Plans plans) {

  /** Where payloads are kept. */
  public enum Blobs {
    /** Files below the data directory. */
    DIRECTORY,
    /** Tables of the database. */
    DATABASE
  }

  /**
   * Of evaluation keys.
   *
   * @param cacheBytes of memory for keys that were loaded; two fifths of the heap if not given
   * @param maxBundleBytes of the keys that a plan may ask a tenant for
   * @param expiry after their last use
   */
  public record Keys(
      @Min(0) Long cacheBytes, @Min(1) long maxBundleBytes, @NotNull Duration expiry) {

    /** Fills in what is not given. */
    public Keys {
      cacheBytes =
          cacheBytes == null ? (Long) (Runtime.getRuntime().maxMemory() / 5 * 2) : cacheBytes;
    }
  }

  /**
   * Of evaluation jobs.
   *
   * @param expiry after which a job and its payloads are deleted
   * @param maxChunks of one job
   * @param maxAttempts at one chunk, before the job fails
   */
  public record Jobs(
      @NotNull Duration expiry, @Min(1) @Max(1_000_000) int maxChunks, @Min(1) int maxAttempts) {}

  /**
   * Of the workers.
   *
   * @param threads that work on jobs and trainings
   * @param pollingInterval between looks for work
   * @param heartbeatInterval a worker that misses four is taken for dead
   */
  public record Workers(
      @Min(1) @Max(256) int threads,
      @NotNull Duration pollingInterval,
      @NotNull Duration heartbeatInterval) {}

  /**
   * Of requests that are answered at once.
   *
   * @param concurrent evaluations that run side by side
   * @param waiting requests that may wait for their turn
   * @param patience for which one waits
   * @param bodyTime in which a request's body has to come
   * @param memoryBytes of the ciphertexts of requests, and as many of the chunks that are
   *     evaluated; an eighth of the heap if not given
   */
  public record Evaluations(
      @Min(1) @Max(256) int concurrent,
      @Min(0) int waiting,
      @NotNull Duration patience,
      @NotNull Duration bodyTime,
      @Min(1) Long memoryBytes) {

    /** Fills in what is not given. */
    public Evaluations {
      memoryBytes =
          memoryBytes == null ? (Long) (Runtime.getRuntime().maxMemory() / 8) : memoryBytes;
    }
  }

  /**
   * Of models in memory.
   *
   * @param cached number of plans that are kept, each with its encoded weights
   */
  public record Plans(@Min(1) int cached) {}
}
