package org.cryptotl.benchmarks.transfer;

import java.util.List;
import java.util.Locale;

/**
 * Mean and standard deviation of figures.
 *
 * @param mean of them
 * @param deviation with their number less one as divisor; 0 for a single one
 */
record Spread(double mean, double deviation) {

  static Spread of(List<Double> figures) {
    double mean = figures.stream().mapToDouble(f -> f).average().orElseThrow();
    double squares = figures.stream().mapToDouble(f -> (f - mean) * (f - mean)).sum();
    return new Spread(mean, Math.sqrt(squares / Math.max(1, figures.size() - 1)));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation);
  }
}
