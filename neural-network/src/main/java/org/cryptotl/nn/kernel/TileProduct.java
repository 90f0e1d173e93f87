package org.cryptotl.nn.kernel;

/** The innermost loop of a matrix product: a tile of {@value #ROWS} rows and some columns. */
interface TileProduct {

  /** Rows of a tile. */
  int ROWS = 6;

  /** Columns of a tile. */
  int columns();

  /**
   * tile(r, j) += sum over i, ascending, of a(r, i) panel(i, j), rounded once a product.
   *
   * @param depth number of products
   * @param a holds a(r, i) at {@code first[r] + i step}
   * @param first of {@value #ROWS} rows
   * @param panel {@code depth} rows of {@link #columns} entries, from entry {@code from} on
   * @param tile {@value #ROWS} rows of {@link #columns} entries
   */
  void accumulate(
      int depth, float[] a, int[] first, int step, float[] panel, int from, float[] tile);
}
