package org.cryptotl.he.plan;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A real matrix by its non-zero entries, row after row. Immutable; it is not printed.
 *
 * <p>Convolutions and poolings have a few entries a row, dense layers have all of them: one form
 * serves both.
 */
public final class Matrix {

  private final int columns;

  /** Columns of the entries of each row, ascending, and the entries. */
  private final int[][] places;

  private final double[][] entries;

  private Matrix(int columns, int[][] places, double[][] entries) {
    this.columns = columns;
    this.places = places;
    this.entries = entries;
  }

  /**
   * A matrix by all its entries; zeros are left out.
   *
   * @param rows at least one row, all of one length of at least 1, finite
   */
  public static Matrix dense(double[][] rows) {
    return rows(rows.length, rows.length == 0 ? 0 : rows[0].length, i -> rows[i]);
  }

  /**
   * A matrix row by row, so that a sparse one of many rows never exists with its zeros.
   *
   * @param rows number of rows, at least 1
   * @param columns number of columns, at least 1
   * @param row gives all entries of the row of an index, finite; asked once for each, in order
   */
  public static Matrix rows(int rows, int columns, IntFunction<double[]> row) {
    checkSize(rows, columns);
    int[][] places = new int[rows][];
    double[][] entries = new double[rows][];
    for (int i = 0; i < rows; i++) {
      double[] all = row.apply(i);
      if (all.length != columns) {
        throw new IllegalArgumentException(
            "matrix: row %d has %d entries, expected %d".formatted(i, all.length, columns));
      }
      setRow(places, entries, i, all);
    }
    return new Matrix(columns, places, entries);
  }

  private static void checkSize(int rows, int columns) {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "matrix: got %d x %d, expected at least 1 x 1".formatted(rows, columns));
    }
  }

  /**
   * A matrix by its non-zero diagonals.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @param diagonals by offset k in (-rows, columns): entry i of diagonal k is at row i and column
   *     i + k; places outside of the matrix are passed over
   */
  public static Matrix diagonals(int rows, int columns, Map<Integer, double[]> diagonals) {
    checkSize(rows, columns);
    int[][] places = new int[rows][];
    double[][] entries = new double[rows][];
    for (int i = 0; i < rows; i++) {
      double[] row = new double[columns];
      for (Map.Entry<Integer, double[]> diagonal : diagonals.entrySet()) {
        int j = i + diagonal.getKey();
        if (j >= 0 && j < columns && i < diagonal.getValue().length) {
          row[j] = diagonal.getValue()[i];
        }
      }
      setRow(places, entries, i, row);
    }
    return new Matrix(columns, places, entries);
  }

  /** The square matrix with these entries on its main diagonal. */
  public static Matrix diagonal(double... entries) {
    return diagonals(entries.length, entries.length, Map.of(0, entries));
  }

  private static void setRow(int[][] places, double[][] entries, int i, double[] row) {
    int count = 0;
    int[] at = new int[row.length];
    double[] values = new double[row.length];
    for (int j = 0; j < row.length; j++) {
      if (!Double.isFinite(row[j])) {
        throw new IllegalArgumentException(
            "matrix: the entry at (%d, %d) is not finite".formatted(i, j));
      }
      if (row[j] != 0) {
        at[count] = j;
        values[count++] = row[j];
      }
    }
    places[i] = Arrays.copyOf(at, count);
    entries[i] = Arrays.copyOf(values, count);
  }

  /** Number of rows. */
  public int rows() {
    return places.length;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** Number of entries that are not zero. */
  public long nonZeros() {
    return Arrays.stream(places).mapToLong(row -> row.length).sum();
  }

  /** The entry at a row and a column. */
  public double at(int row, int column) {
    int k = Arrays.binarySearch(places[row], column);
    return k < 0 ? 0 : entries[row][k];
  }

  /** What is done with an entry that is not zero. */
  @FunctionalInterface
  interface Entry {

    /** Takes an entry of a row. */
    void accept(int column, double value);
  }

  /** Hands over the entries of a row that are not zero, from left to right. */
  void forEachInRow(int row, Entry entry) {
    for (int k = 0; k < places[row].length; k++) {
      entry.accept(places[row][k], entries[row][k]);
    }
  }

  /** Column of the first entry of a row that is not zero; 0 for a row of zeros. */
  int firstColumn(int row) {
    return places[row].length == 0 ? 0 : places[row][0];
  }

  /** The largest Euclidean norm of a row. */
  double largestRowNorm() {
    double largest = 0;
    for (double[] row : entries) {
      double sum = 0;
      for (double entry : row) {
        sum = Math.fma(entry, entry, sum);
      }
      largest = Math.max(largest, sum);
    }
    return Math.sqrt(largest);
  }

  /** The most entries of a row that are not zero. */
  int largestRowCount() {
    return Arrays.stream(places).mapToInt(row -> row.length).max().orElse(0);
  }

  /** The columns of a row's entries, ascending; a copy. */
  int[] nonZeroColumns(int row) {
    return places[row].clone();
  }

  /** The largest size of an entry; 0 where there is none. */
  double largest() {
    return Arrays.stream(entries).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  /** This times a column vector. */
  public double[] multiply(double[] x) {
    if (x.length != columns) {
      throw new IllegalArgumentException(
          "matrix times vector: got %d entries, expected %d".formatted(x.length, columns));
    }
    double[] y = new double[rows()];
    for (int i = 0; i < y.length; i++) {
      double sum = 0;
      for (int k = 0; k < places[i].length; k++) {
        sum = Math.fma(entries[i][k], x[places[i][k]], sum);
      }
      y[i] = sum;
    }
    return y;
  }

  /** This times another matrix. */
  public Matrix multiply(Matrix right) {
    if (right.rows() != columns) {
      throw new IllegalArgumentException(
          "matrix times matrix: got %d x %d times %d x %d"
              .formatted(rows(), columns, right.rows(), right.columns));
    }
    int[][] outPlaces = new int[rows()][];
    double[][] outEntries = new double[rows()][];
    for (int i = 0; i < rows(); i++) {
      double[] row = new double[right.columns];
      for (int k = 0; k < places[i].length; k++) {
        int[] at = right.places[places[i][k]];
        double[] values = right.entries[places[i][k]];
        for (int j = 0; j < at.length; j++) {
          row[at[j]] = Math.fma(entries[i][k], values[j], row[at[j]]);
        }
      }
      setRow(outPlaces, outEntries, i, row);
    }
    return new Matrix(right.columns, outPlaces, outEntries);
  }

  @Override
  public String toString() {
    return "Matrix[redacted, %d x %d]".formatted(rows(), columns);
  }
}
