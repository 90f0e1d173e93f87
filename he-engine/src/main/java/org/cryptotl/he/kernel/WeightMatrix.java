package org.cryptotl.he.kernel;

import java.util.Arrays;

/**
 * A matrix of small signed integers, laid out once for {@link ProductKernel#matrixProduct}.
 *
 * <p>Weights are stored as {@code w + 2^20 >= 0}, since the machine multiplies unsigned lanes; the
 * product takes {@code 2^20 sum x} off again. Four rows lie side by side, column by column.
 */
public final class WeightMatrix {

  /** Every weight is in (-2^20, 2^20). */
  public static final int WEIGHT_BOUND = 1 << 20;

  /** Most columns, i.e. terms of one sum: with it sums stay below 2^63. */
  public static final int MAX_COLUMNS = 1 << 12;

  /** Rows that are multiplied together. */
  static final int BLOCK = 4;

  final int rows;
  final int columns;

  /** Weight of row 4g + r and column k, plus 2^20, at {@code (g columns + k) 4 + r}. */
  final long[] biased;

  /**
   * Lays a matrix out.
   *
   * @param weights rows of equal length in [1, 2^12], entries in (-2^20, 2^20)
   */
  public WeightMatrix(int[][] weights) {
    rows = weights.length;
    columns = rows == 0 ? 0 : weights[0].length;
    if (rows == 0 || columns == 0 || columns > MAX_COLUMNS) {
      throw new IllegalArgumentException(
          "weight matrix: got %d x %d, expected at least 1 x 1 and at most %d columns"
              .formatted(rows, columns, MAX_COLUMNS));
    }
    int groups = (rows + BLOCK - 1) / BLOCK;
    biased = new long[groups * columns * BLOCK];
    Arrays.fill(biased, WEIGHT_BOUND);
    for (int j = 0; j < rows; j++) {
      if (weights[j].length != columns) {
        throw new IllegalArgumentException(
            "weight matrix: row %d has %d columns, row 0 has %d"
                .formatted(j, weights[j].length, columns));
      }
      for (int k = 0; k < columns; k++) {
        int w = weights[j][k];
        if (w <= -WEIGHT_BOUND || w >= WEIGHT_BOUND) {
          throw new IllegalArgumentException(
              "weight matrix: the weight at (%d, %d) is not in (-2^20, 2^20)".formatted(j, k));
        }
        biased[index(j, k)] = w + (long) WEIGHT_BOUND;
      }
    }
  }

  private int index(int row, int column) {
    return ((row / BLOCK) * columns + column) * BLOCK + row % BLOCK;
  }

  /** Returns the signed weight of a row and a column. */
  public int weight(int row, int column) {
    return (int) (biased[index(row, column)] - WEIGHT_BOUND);
  }

  /** Number of rows, i.e. of results. */
  public int rows() {
    return rows;
  }

  /** Number of columns, i.e. of factors. */
  public int columns() {
    return columns;
  }
}
