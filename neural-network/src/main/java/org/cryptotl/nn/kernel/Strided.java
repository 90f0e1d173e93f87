package org.cryptotl.nn.kernel;

/** A matrix inside a flat array: entry (i, j) is at {@code offset + i rowStep + j columnStep}. */
final class Strided {

  final float[] values;
  final int offset;
  final int rowStep;
  final int columnStep;

  private Strided(float[] values, int offset, int rowStep, int columnStep) {
    this.values = values;
    this.offset = offset;
    this.rowStep = rowStep;
    this.columnStep = columnStep;
  }

  /** A matrix of rows of this length, one after another. */
  static Strided rows(float[] values, int offset, int columns) {
    return new Strided(values, offset, columns, 1);
  }

  /** The same places with rows and columns changed over. */
  Strided transposed() {
    return new Strided(values, offset, columnStep, rowStep);
  }

  /** The part that begins at this row and column. */
  Strided from(int row, int column) {
    return new Strided(values, offset + row * rowStep + column * columnStep, rowStep, columnStep);
  }
}
