package org.cryptotl.nn.scaling;

import java.util.Arrays;

/** Least and greatest entries, means and variances of rows that are seen once (Welford 1962). */
final class Statistics {

  private final double[] least;
  private final double[] greatest;
  private final double[] mean;
  private final double[] squares;
  private long count;

  Statistics(int dimension) {
    if (dimension == 0) {
      throw new IllegalArgumentException("scaler: got rows without entries");
    }
    least = new double[dimension];
    greatest = new double[dimension];
    mean = new double[dimension];
    squares = new double[dimension];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
  }

  void add(float[] row) {
    if (row.length != mean.length) {
      throw new IllegalArgumentException(
          "scaler: row %d has %d entries, row 0 has %d".formatted(count, row.length, mean.length));
    }
    count++;
    for (int i = 0; i < row.length; i++) {
      double x = row[i];
      if (!Double.isFinite(x)) {
        throw new IllegalArgumentException(
            "scaler: entry %d of row %d is not finite".formatted(i, count - 1));
      }
      least[i] = Math.min(least[i], x);
      greatest[i] = Math.max(greatest[i], x);
      double before = x - mean[i];
      mean[i] += before / count;
      squares[i] += before * (x - mean[i]);
    }
  }

  Scaler scaler(Scaler.Kind kind) {
    float[] offsets = new float[mean.length];
    float[] factors = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double spread =
          switch (kind) {
            case MIN_MAX -> greatest[i] - least[i];
            case STANDARD -> Math.sqrt(squares[i] / count);
          };
      offsets[i] = (float) (kind == Scaler.Kind.MIN_MAX ? least[i] : mean[i]);
      // A spread that is lost in the rounding of floats is none: the entry is a constant.
      boolean constant = spread <= 1e-6 * Math.max(Math.abs(least[i]), Math.abs(greatest[i]));
      factors[i] = constant ? 1 : (float) Math.clamp(1 / spread, 0, Float.MAX_VALUE);
    }
    return new Scaler(kind, offsets, factors);
  }
}
