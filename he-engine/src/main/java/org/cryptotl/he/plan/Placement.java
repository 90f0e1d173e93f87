package org.cryptotl.he.plan;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where the entries of a vector lie in ciphertexts: entry j at place {@code place(j)} of part
 * {@code part(j)}, repeated with a period that divides the places of a ciphertext. Places without
 * an entry are zero. Immutable.
 */
final class Placement {

  private final int period;
  private final int[] places;

  private Placement(int period, int[] places) {
    if (IntStream.of(places).distinct().count() != places.length) {
      throw new IllegalArgumentException("placement: two entries have one place");
    }
    this.period = period;
    this.places = places;
  }

  /** Entry after entry, in as many parts as they need. */
  static Placement natural(int count, int period) {
    return new Placement(period, IntStream.range(0, count).toArray());
  }

  /**
   * Each row of a matrix at the column of its first entry, those of one such column behind each
   * other: the rows of a convolution then have their entries on few diagonals.
   *
   * @param places of a ciphertext, which is the period
   */
  static Placement aligned(Matrix matrix, int places) {
    int[] first = new int[matrix.rows()];
    int[] repeats = new int[matrix.columns()];
    int[] repeat = new int[matrix.rows()];
    int last = 0;
    for (int i = 0; i < first.length; i++) {
      first[i] = matrix.firstColumn(i);
      repeat[i] = repeats[first[i]]++;
      last = Math.max(last, first[i]);
    }
    int step = Integer.highestOneBit(Math.max(1, last)) * 2;
    int[] at = new int[first.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = first[i] + repeat[i] * step;
    }
    return new Placement(places, at);
  }

  /** Whether entry j is at place j. */
  boolean isNatural() {
    return IntStream.range(0, places.length).allMatch(j -> places[j] == j);
  }

  int period() {
    return period;
  }

  int size() {
    return places.length;
  }

  int part(int entry) {
    return places[entry] / period;
  }

  int place(int entry) {
    return places[entry] % period;
  }

  int parts() {
    return IntStream.of(places).max().orElse(0) / period + 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Placement that
        && period == that.period
        && Arrays.equals(places, that.places);
  }

  @Override
  public int hashCode() {
    return 31 * period + Arrays.hashCode(places);
  }
}
