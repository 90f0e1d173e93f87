package org.cryptotl.nn.kernel;

/** The scalar twin, which C2 may compile to vectors of its own. */
final class ScalarTile implements TileProduct {

  private static final int COLUMNS = 16;

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public void accumulate(
      int depth, float[] a, int[] first, int step, float[] panel, int from, float[] tile) {
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < depth; i++) {
        float factor = a[first[r] + i * step];
        int row = from + i * COLUMNS;
        for (int j = 0; j < COLUMNS; j++) {
          tile[r * COLUMNS + j] = Math.fma(factor, panel[row + j], tile[r * COLUMNS + j]);
        }
      }
    }
  }
}
