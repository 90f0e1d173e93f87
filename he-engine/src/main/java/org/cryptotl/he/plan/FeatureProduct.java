package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.cryptotl.he.circuit.MatrixProduct;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Scale;

/**
 * A matrix times ciphertexts of one feature each, by {@link MatrixProduct}s of a few rows and of
 * the columns that have an entry in them. Rows are grouped so that the products of a group fit the
 * memory that the caller grants, and smaller where that saves columns of zeros.
 */
final class FeatureProduct {

  /** A group of rows: the sum of products with parts of the columns. */
  private record Group(int rows, List<Part> parts) {}

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
    int rows = cheapestGroup(matrix, Math.min(maxRows, matrix.rows()));
    groups = new ArrayList<>();
    for (int first = 0; first < matrix.rows(); first += rows) {
      groups.add(group(matrix, scale, first, Math.min(first + rows, matrix.rows())));
    }
  }

  private static int cheapestGroup(Matrix matrix, int maxRows) {
    int best = maxRows;
    long least = Long.MAX_VALUE;
    for (int rows = maxRows; rows >= 1; rows /= 2) {
      long cost = 0;
      for (int first = 0; first < matrix.rows(); first += rows) {
        int columns = columns(matrix, first, Math.min(first + rows, matrix.rows())).cardinality();
        cost += (long) columns * (rows + GATHERING_ROWS);
      }
      if (cost < least) {
        least = cost;
        best = rows;
      }
    }
    return best;
  }

  /** The columns with an entry in these rows. */
  private static BitSet columns(Matrix matrix, int from, int to) {
    BitSet columns = new BitSet(matrix.columns());
    for (int row = from; row < to; row++) {
      for (int column : matrix.nonZeroColumns(row)) {
        columns.set(column);
      }
    }
    return columns;
  }

  private static Group group(Matrix matrix, Scale scale, int from, int to) {
    List<Integer> columns = new ArrayList<>(columns(matrix, from, to).stream().boxed().toList());
    if (columns.isEmpty()) {
      columns.add(0);
    }
    List<Part> parts = new ArrayList<>();
    for (int first = 0; first < columns.size(); first += MatrixProduct.MAX_COLUMNS) {
      List<Integer> some =
          columns.subList(first, Math.min(first + MatrixProduct.MAX_COLUMNS, columns.size()));
      double[][] entries = new double[to - from][some.size()];
      for (int i = 0; i < entries.length; i++) {
        for (int k = 0; k < some.size(); k++) {
          entries[i][k] = matrix.at(from + i, some.get(k));
        }
      }
      parts.add(new Part(List.copyOf(some), MatrixProduct.of(entries, scale)));
    }
    return new Group(to - from, parts);
  }

  /** Number of groups of rows. */
  int groups() {
    return groups.size();
  }

  /**
   * The products of one group.
   *
   * @param x one ciphertext a column
   * @return one ciphertext a row of the group
   */
  Ciphertext[] apply(Evaluator evaluator, int group, List<Ciphertext> x, Parallel parallel) {
    Ciphertext[] sums = new Ciphertext[groups.get(group).rows()];
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
