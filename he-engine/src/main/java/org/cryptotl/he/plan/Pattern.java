package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cryptotl.he.ckks.ComplexVector;

/** Which diagonals of a packed matrix are not zero, for each pair of result and argument part. */
final class Pattern {

  private final Matrix matrix;
  private final AffinePacking packing;
  private final List<List<BitSet>> diagonals;

  Pattern(Matrix matrix, AffinePacking packing) {
    this.matrix = matrix;
    this.packing = packing;
    diagonals = new ArrayList<>();
    for (int out = 0; out < packing.rows().parts(); out++) {
      List<BitSet> row = new ArrayList<>();
      for (int in = 0; in < packing.inParts(); in++) {
        row.add(new BitSet());
      }
      diagonals.add(row);
    }
    packing.forEach(
        matrix,
        (out, in, diagonal, place, imaginary, weight) -> diagonals.get(out).get(in).set(diagonal));
  }

  AffinePacking packing() {
    return packing;
  }

  int outParts() {
    return diagonals.size();
  }

  int inParts() {
    return packing.inParts();
  }

  /** The diagonals of a pair of parts, ascending; none for a block of zeros. */
  BitSet diagonals(int outPart, int inPart) {
    return diagonals.get(outPart).get(inPart);
  }

  /** Number of diagonals in all. */
  int size() {
    return diagonals.stream().flatMap(List::stream).mapToInt(BitSet::cardinality).sum();
  }

  /**
   * The diagonals of a pair of parts in the slots of a batch, by rotation.
   *
   * @param slots of a ciphertext
   * @param batch slots of a place, all of which get the same weights
   */
  Map<Integer, ComplexVector> values(int outPart, int inPart, int slots, int batch) {
    Map<Integer, ComplexVector> values = new TreeMap<>();
    diagonals(outPart, inPart).stream()
        .forEach(diagonal ->
            values.put(diagonal * batch, new ComplexVector(new double[slots], new double[slots])));
    packing.forEach(
        matrix,
        (out, in, diagonal, place, imaginary, weight) -> {
          if (out == outPart && in == inPart) {
            ComplexVector vector = values.get(diagonal * batch);
            double[] half = imaginary ? vector.im() : vector.re();
            for (int j = 0; j < batch; j++) {
              half[place * batch + j] += weight;
            }
          }
        });
    return values;
  }
}
