package org.cryptotl.nn.transfer;

import java.util.Arrays;
import java.util.Objects;

/**
 * What is known of the samples of a target task beside their labels. Both vectors are to be scaled
 * by the <em>source's</em> statistics, as {@link Base} does: those of a few samples say little.
 * Values are not printed.
 */
public final class TargetVectors {

  private final float[][] embeddings;
  private final float[][] features;

  private TargetVectors(float[][] embeddings, float[][] features) {
    this.embeddings = embeddings;
    this.features = features;
  }

  /**
   * Pairs the vectors of samples.
   *
   * @param embeddings one row a sample, at least one, all of one length; scaled; not copied
   * @param features one row a sample, in the same order, all of one length; not copied
   */
  public static TargetVectors of(float[][] embeddings, float[][] features) {
    if (embeddings.length == 0 || embeddings.length != features.length) {
      throw new IllegalArgumentException(
          "target: got %d embeddings and %d rows of features, expected as many of both, at least 1"
              .formatted(embeddings.length, features.length));
    }
    check("embedding", embeddings);
    check("features", features);
    return new TargetVectors(embeddings, features);
  }

  private static void check(String what, float[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length == 0 || rows[i].length != rows[0].length) {
        throw new IllegalArgumentException(
            "target: the %s of sample %d has %d entries, that of sample 0 has %d; expected as many, at least 1"
                .formatted(what, i, rows[i].length, rows[0].length));
      }
      for (float v : rows[i]) {
        if (!Float.isFinite(v)) {
          throw new IllegalArgumentException(
              "target: the %s of sample %d has an entry that is not finite".formatted(what, i));
        }
      }
    }
  }

  /** Number of samples. */
  public int size() {
    return embeddings.length;
  }

  /** Entries of what a head sees. */
  public int dimension(HeadInput input) {
    return switch (input) {
      case FEATURES -> features[0].length;
      case EMBEDDING -> embeddings[0].length;
      case BOTH -> embeddings[0].length + features[0].length;
    };
  }

  /** Some of these samples. */
  public TargetVectors rows(int... rows) {
    return of(select(embeddings, rows), select(features, rows));
  }

  private static float[][] select(float[][] from, int[] rows) {
    return Arrays.stream(rows)
        .mapToObj(row -> from[Objects.checkIndex(row, from.length)])
        .toArray(float[][]::new);
  }

  /** What a head sees: one row a sample. */
  float[][] seen(HeadInput input) {
    return switch (input) {
      case FEATURES -> features;
      case EMBEDDING -> embeddings;
      case BOTH -> {
        float[][] both = new float[size()][];
        for (int i = 0; i < both.length; i++) {
          both[i] = Arrays.copyOf(embeddings[i], dimension(HeadInput.BOTH));
          System.arraycopy(features[i], 0, both[i], embeddings[i].length, features[i].length);
        }
        yield both;
      }
    };
  }

  @Override
  public String toString() {
    return "TargetVectors[redacted, %d]".formatted(size());
  }
}
