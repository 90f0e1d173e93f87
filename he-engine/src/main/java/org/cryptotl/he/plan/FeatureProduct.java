package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.cryptotl.he.circuit.MatrixProduct;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Scale;

/**
 * A matrix times ciphertexts of one feature each, by {@link MatrixProduct}s of a few rows and of
 * the columns that have an entry in them. A group of rows is such that its products fit the memory
 * that the caller grants, and smaller where that saves columns of zeros; rows that begin at the
 * same column, such as the filters of a convolution at one place, come together.
 */
final class FeatureProduct {

  /** A group of rows: the sum of products with parts of the columns. */
  private record Group(List<Integer> rows, List<Part> parts) {}

  private record Part(List<Integer> columns, MatrixProduct product) {}

  /** Gathering a column costs about as much as multiplying it by so many rows. */
  private static final int GATHERING_ROWS = 16;

  private final List<Group> groups;

  /**
   * Rounds the weights.
   *
   * @param scale of the weights, see {@link MatrixProduct#of}
   * @param maxRows most rows of a group, at least 1
   */
  FeatureProduct(Matrix matrix, Scale scale, int maxRows) {
    List<Integer> order =
        IntStream.range(0, matrix.rows())
            .boxed()
            .sorted(Comparator.comparingInt(matrix::firstColumn))
            .toList();
    groups =
        cheapestGroups(matrix, order, maxRows).stream()
            .map(rows -> group(matrix, scale, rows))
            .toList();
  }

  private static List<List<Integer>> cheapestGroups(
      Matrix matrix, List<Integer> order, int maxRows) {
    List<List<Integer>> best = List.of();
    long least = Long.MAX_VALUE;
    for (int size = Math.min(maxRows, order.size()); size >= 1; size /= 2) {
      List<List<Integer>> cut = new ArrayList<>();
      long cost = 0;
      for (int first = 0; first < order.size(); first += size) {
        List<Integer> rows = order.subList(first, Math.min(first + size, order.size()));
        cost += (long) columns(matrix, rows).cardinality() * (rows.size() + GATHERING_ROWS);
        cut.add(rows);
      }
      if (cost < least) {
        least = cost;
        best = cut;
      }
    }
    return best;
  }

  /** The columns with an entry in these rows. */
  private static BitSet columns(Matrix matrix, List<Integer> rows) {
    BitSet columns = new BitSet(matrix.columns());
    for (int row : rows) {
      for (int column : matrix.nonZeroColumns(row)) {
        columns.set(column);
      }
    }
    return columns;
  }

  private static Group group(Matrix matrix, Scale scale, List<Integer> rows) {
    List<Integer> columns = new ArrayList<>(columns(matrix, rows).stream().boxed().toList());
    if (columns.isEmpty()) {
      columns.add(0);
    }
    List<Part> parts = new ArrayList<>();
    for (int first = 0; first < columns.size(); first += MatrixProduct.MAX_COLUMNS) {
      List<Integer> some =
          columns.subList(first, Math.min(first + MatrixProduct.MAX_COLUMNS, columns.size()));
      double[][] entries = new double[rows.size()][some.size()];
      for (int i = 0; i < entries.length; i++) {
        for (int k = 0; k < some.size(); k++) {
          entries[i][k] = matrix.at(rows.get(i), some.get(k));
        }
      }
      parts.add(new Part(List.copyOf(some), MatrixProduct.of(entries, scale)));
    }
    return new Group(List.copyOf(rows), parts);
  }

  /** Number of groups of rows. */
  int groups() {
    return groups.size();
  }

  /** The rows of a group, in the order of its products. */
  List<Integer> rows(int group) {
    return groups.get(group).rows();
  }

  /**
   * The products of one group.
   *
   * @param x one ciphertext a column
   * @return one ciphertext a row of the group
   */
  Ciphertext[] apply(Evaluator evaluator, int group, List<Ciphertext> x, Parallel parallel) {
    Ciphertext[] sums = new Ciphertext[rows(group).size()];
    for (Part part : groups.get(group).parts()) {
      List<Ciphertext> operands = part.columns().stream().map(x::get).toList();
      List<Ciphertext> products = part.product().apply(operands, parallel);
      for (int j = 0; j < sums.length; j++) {
        sums[j] = sums[j] == null ? products.get(j) : evaluator.add(sums[j], products.get(j));
      }
    }
    return sums;
  }

  @Override
  public String toString() {
    return "FeatureProduct[weights redacted, %d groups]".formatted(groups.size());
  }
}
