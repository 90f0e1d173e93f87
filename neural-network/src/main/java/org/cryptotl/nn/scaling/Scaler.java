package org.cryptotl.nn.scaling;

import java.util.Arrays;

/**
 * The map x -&gt; (x - offset) * factor in each entry of a vector, fitted once on the source's
 * training data and used unchanged ever after: for the source's test data, and by data owners.
 * Immutable; its numbers say something about the training data and are not printed.
 */
public final class Scaler {

  /** What a scaler was fitted to do. */
  public enum Kind {
    /** The training data's least and greatest entry become 0 and 1. */
    MIN_MAX,
    /** The training data get mean 0 and standard deviation 1. */
    STANDARD
  }

  private final Kind kind;
  private final float[] offsets;
  private final float[] factors;

  /**
   * A scaler by its numbers, as it was saved.
   *
   * @param kind what it was fitted to do
   * @param offsets one an entry, finite; copied
   * @param factors one an entry, finite and not 0; copied
   */
  public Scaler(Kind kind, float[] offsets, float[] factors) {
    if (offsets.length == 0 || offsets.length != factors.length) {
      throw new IllegalArgumentException(
          "scaler: got %d offsets and %d factors, expected as many of each, at least 1"
              .formatted(offsets.length, factors.length));
    }
    for (int i = 0; i < offsets.length; i++) {
      if (!Float.isFinite(offsets[i]) || !Float.isFinite(factors[i]) || factors[i] == 0) {
        throw new IllegalArgumentException(
            "scaler: the offset or factor of entry %d is not finite, or the factor is 0"
                .formatted(i));
      }
    }
    this.kind = kind;
    this.offsets = offsets.clone();
    this.factors = factors.clone();
  }

  /**
   * Fits a scaler. Entries that are the same in all rows become 0.
   *
   * @param kind what to fit
   * @param rows training data alone, one vector a row, all finite and of one length; read once, so
   *     that they may come from a file
   */
  public static Scaler fit(Kind kind, Iterable<float[]> rows) {
    Statistics statistics = null;
    for (float[] row : rows) {
      if (statistics == null) {
        statistics = new Statistics(row.length);
      }
      statistics.add(row);
    }
    if (statistics == null) {
      throw new IllegalArgumentException("scaler: got no rows, expected at least one to fit on");
    }
    return statistics.scaler(kind);
  }

  /** What it was fitted to do. */
  public Kind kind() {
    return kind;
  }

  /** Number of entries of a vector. */
  public int dimension() {
    return offsets.length;
  }

  /** A copy of the offsets. */
  public float[] offsets() {
    return offsets.clone();
  }

  /** A copy of the factors. */
  public float[] factors() {
    return factors.clone();
  }

  /**
   * Scales a vector.
   *
   * @param x {@link #dimension} entries, which are not changed
   */
  public float[] apply(float[] x) {
    expect(x.length == offsets.length, x.length);
    return applyAll(x);
  }

  /**
   * Scales vectors.
   *
   * @param x vectors one after another, which are not changed
   */
  public float[] applyAll(float[] x) {
    expect(x.length % offsets.length == 0, x.length);
    float[] y = new float[x.length];
    for (int from = 0; from < x.length; from += offsets.length) {
      for (int i = 0; i < offsets.length; i++) {
        y[from + i] = (x[from + i] - offsets[i]) * factors[i];
      }
    }
    return y;
  }

  private void expect(boolean fits, int got) {
    if (!fits) {
      throw new IllegalArgumentException(
          "scaler: got %d entries, expected %d a vector".formatted(got, offsets.length));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scaler that
        && kind == that.kind
        && Arrays.equals(offsets, that.offsets)
        && Arrays.equals(factors, that.factors);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(offsets) + Arrays.hashCode(factors);
  }

  @Override
  public String toString() {
    return "Scaler[%s, redacted, %d]".formatted(kind, dimension());
  }
}
