package org.cryptotl.he.ring;

import org.cryptotl.he.kernel.WeightMatrix;

/** A matrix of integers in (-2^20, 2^20), laid out for {@link LimbRing#matrixProduct}. */
public final class IntegerMatrix {

  /** Every entry is smaller in size than this: 2^20. */
  public static final int BOUND = WeightMatrix.WEIGHT_BOUND;

  /** Most columns, i.e. terms of a sum: 2^12. */
  public static final int MAX_COLUMNS = WeightMatrix.MAX_COLUMNS;

  private final WeightMatrix layout;

  /**
   * Lays a matrix out.
   *
   * @param entries rows of equal length in [1, 2^12]
   */
  public IntegerMatrix(int[][] entries) {
    layout = new WeightMatrix(entries);
  }

  /** Number of rows. */
  public int rows() {
    return layout.rows();
  }

  /** Number of columns. */
  public int columns() {
    return layout.columns();
  }

  WeightMatrix layout() {
    return layout;
  }
}
