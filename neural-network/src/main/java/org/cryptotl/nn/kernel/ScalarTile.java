package org.cryptotl.nn.kernel;

/** The scalar twin: two rows and four columns at a time, eight sums in registers. */
final class ScalarTile implements TileProduct {

  private static final int COLUMNS = 16;

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public void accumulate(
      int depth, float[] a, int[] first, int step, float[] panel, int from, float[] tile) {
    for (int r = 0; r < ROWS; r += 2) {
      for (int j = 0; j < COLUMNS; j += 4) {
        int corner = r * COLUMNS + j;
        block(depth, a, first[r], first[r + 1], step, panel, from + j, tile, corner);
      }
    }
  }

  private static void block(
      int depth,
      float[] a,
      int firstX,
      int firstY,
      int step,
      float[] panel,
      int from,
      float[] tile,
      int x) {
    int y = x + COLUMNS;
    float x0 = tile[x];
    float x1 = tile[x + 1];
    float x2 = tile[x + 2];
    float x3 = tile[x + 3];
    float y0 = tile[y];
    float y1 = tile[y + 1];
    float y2 = tile[y + 2];
    float y3 = tile[y + 3];
    for (int i = 0; i < depth; i++) {
      float ofX = a[firstX + i * step];
      float ofY = a[firstY + i * step];
      int row = from + i * COLUMNS;
      x0 = Math.fma(ofX, panel[row], x0);
      x1 = Math.fma(ofX, panel[row + 1], x1);
      x2 = Math.fma(ofX, panel[row + 2], x2);
      x3 = Math.fma(ofX, panel[row + 3], x3);
      y0 = Math.fma(ofY, panel[row], y0);
      y1 = Math.fma(ofY, panel[row + 1], y1);
      y2 = Math.fma(ofY, panel[row + 2], y2);
      y3 = Math.fma(ofY, panel[row + 3], y3);
    }
    tile[x] = x0;
    tile[x + 1] = x1;
    tile[x + 2] = x2;
    tile[x + 3] = x3;
    tile[y] = y0;
    tile[y + 1] = y1;
    tile[y + 2] = y2;
    tile[y + 3] = y3;
  }
}
