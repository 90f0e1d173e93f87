package org.cryptotl.dataowner.features;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an extraction cost so far. Where there are several requests, stages run side by side, and
 * their times add up to more than the time that passes.
 *
 * @param stageMillis of each stage; a request that is not answered yet counts as on the way
 * @param bytesSent of ciphertexts
 * @param bytesReceived of ciphertexts
 * @param requests that were answered
 * @param retries of requests that were not
 * @param clampedEntries entries of vectors that were outside of the model's range and were moved to
 *     its edge
 * @param chargedSamples of the model owner's query budget; those of earlier releases were not
 *     counted
 * @param budgetLeft samples after the last request, if the model owner told it
 * @param selfCheckDifference the largest difference between the features of equal inputs in
 *     different ciphertexts or slots; null before the first check
 * @param selfCheckBound what it may be by the manifest
 * @param waiting why the model owner is not asked at present; null where it is
 */
public record Statistics(
    Map<Stage, Double> stageMillis,
    long bytesSent,
    long bytesReceived,
    long requests,
    long retries,
    long clampedEntries,
    @Nullable Long chargedSamples,
    @Nullable Long budgetLeft,
    @Nullable Double selfCheckDifference,
    @Nullable Double selfCheckBound,
    @Nullable String waiting) {

  /** Nothing yet. */
  public static final Statistics NONE =
      new Statistics(Map.of(), 0, 0, 0, 0, 0, 0L, null, null, null, null);

  /** Copies the map; what was not counted is none. */
  public Statistics {
    Map<Stage, Double> copy = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      copy.put(stage, stageMillis.getOrDefault(stage, 0.0));
    }
    stageMillis = Collections.unmodifiableMap(copy);
    chargedSamples = chargedSamples == null ? Long.valueOf(0) : chargedSamples;
  }
}
