package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.circuit.AutomorphismSum;

/**
 * A later layer, for a vector that is repeated with a period p. Row r is computed at every place
 * that is r modulo the period d of the result, each of which takes d of the p columns (Juvekar et
 * al., "GAZELLE", 2018, on hybrid packing; all of them for d at least p). Of these, the first half
 * is in the real part, the second one in the imaginary part of places shifted by half of min(d, p):
 * 2 Re(w) + rot(2 Im(w)) joins them.
 *
 * <p>With a spread of b, block k modulo b of the argument is rotated by k p / (2b) to the left, and
 * each block takes its part of each half; this needs d = p.
 *
 * @param places of a ciphertext
 * @param columns where the argument lies
 * @param rows where the result lies
 * @param spread b, a power of two, 1 for none
 */
record PeriodicPacking(int places, Placement columns, Placement rows, int spread)
    implements AffinePacking {

  PeriodicPacking {
    if (spread > 1 && (rows.period() != columns.period() || spread * columns.period() > places)) {
      throw new IllegalArgumentException(
          "packing: a spread of %d does not fit periods %d and %d in %d places"
              .formatted(spread, columns.period(), rows.period(), places));
    }
  }

  @Override
  public int inParts() {
    return columns.parts();
  }

  /** Diagonals of a half. */
  private int half() {
    return Math.min(columns.period(), rows.period()) / 2;
  }

  @Override
  public void forEach(Matrix matrix, Sink sink) {
    for (int row = 0; row < matrix.rows(); row++) {
      int r = row;
      matrix.forEachInRow(row, (column, weight) -> add(r, column, weight / 2, sink));
    }
  }

  private void add(int row, int column, double weight, Sink sink) {
    int p = columns.period();
    int half = half();
    int share = half / spread;
    int distance = Math.floorMod(columns.place(column) - rows.place(row), p);
    boolean imaginary = distance % (2 * half) >= half;
    int within = distance % half;
    int diagonal = within % share;
    // Behind the end of a block the argument is that of the next one.
    int at = rows.place(row) + distance / (2 * half) * (2 * half) + (imaginary ? half : 0);
    int place = Math.floorMod(at, p);
    int block = Math.floorMod(within / share - (place + diagonal >= p ? 1 : 0), spread);
    int period = Math.max(p * spread, rows.period());
    int first = rows.period() > p ? at : block * p + place;
    for (int repeated = first; repeated < first + places; repeated += period) {
      sink.add(
          rows.part(row), columns.part(column), diagonal, repeated % places, imaginary, weight);
    }
  }

  @Override
  public List<AutomorphismSum> sums(int logN, int batch) {
    int count = Math.max(1, columns.period() / rows.period()) * spread;
    List<AutomorphismSum> sums =
        new ArrayList<>(AutomorphismSum.groups(logN, rows.period() * batch, count, false));
    sums.add(AutomorphismSum.joinHalves(logN, half() * batch));
    return sums;
  }
}
