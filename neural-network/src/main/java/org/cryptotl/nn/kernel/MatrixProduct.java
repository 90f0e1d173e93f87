package org.cryptotl.nn.kernel;

import java.util.Arrays;
import org.cryptotl.he.kernel.Kernels;
import org.cryptotl.he.ring.Parallel;

/**
 * C += A B. The right matrix is copied into panels as wide as a tile; tiles run over blocks of the
 * depth, so that a block of a panel stays in the first cache. Each entry of C is a sum over the
 * depth in ascending order, whatever the tiles, blocks and threads.
 */
final class MatrixProduct {

  private static final TileProduct TILE =
      Kernels.vectorBits() == 0 ? new ScalarTile() : new VectorTile();

  private static final int COLUMNS = TILE.columns();
  private static final int ROWS = TileProduct.ROWS;

  /** Depth of a block: with 32 columns, 32 kB. */
  private static final int BLOCK = 256;

  /** Most that is copied at once: bounds the panels to 2 MB a thread. */
  private static final int DEPTH = 1 << 11;

  /** With fewer panels the rows are divided too. */
  private static final int ENOUGH_PANELS = 8;

  private static final int ROWS_A_TASK = 8 * ROWS;

  private MatrixProduct() {}

  /**
   * C += A B.
   *
   * @param rows of A and C
   * @param columns of B and C
   * @param depth columns of A, rows of B
   */
  static void accumulate(
      int rows, int columns, int depth, Strided a, Strided b, Strided c, Parallel parallel) {
    for (int k = 0; k < depth; k += DEPTH) {
      int part = Math.min(DEPTH, depth - k);
      accumulatePart(rows, columns, part, a.from(0, k), b.from(k, 0), c, parallel);
    }
  }

  private static void accumulatePart(
      int rows, int columns, int depth, Strided a, Strided b, Strided c, Parallel parallel) {
    int panels = Math.ceilDiv(columns, COLUMNS);
    int panelSize = depth * COLUMNS;
    if (panels >= ENOUGH_PANELS) {
      parallel.forEach(
          panels,
          panel -> {
            float[] packed = Scratch.PANELS.floats(panelSize);
            pack(b, depth, columns, panel * COLUMNS, packed, 0);
            tiles(0, rows, panel * COLUMNS, columns, depth, a, packed, 0, c);
          });
    } else {
      float[] packed = Scratch.PANELS.floats(panels * panelSize);
      parallel.forEach(
          panels, panel -> pack(b, depth, columns, panel * COLUMNS, packed, panel * panelSize));
      int parts = Math.ceilDiv(rows, ROWS_A_TASK);
      parallel.forEach(
          panels * parts,
          task -> {
            int from = task / panels * ROWS_A_TASK;
            int to = Math.min(rows, from + ROWS_A_TASK);
            int panel = task % panels;
            tiles(from, to, panel * COLUMNS, columns, depth, a, packed, panel * panelSize, c);
          });
    }
  }

  /** Copies columns [first, first + COLUMNS) of B, with zeros after its last one. */
  private static void pack(Strided b, int depth, int columns, int first, float[] packed, int to) {
    int width = Math.min(COLUMNS, columns - first);
    if (width < COLUMNS) {
      Arrays.fill(packed, to, to + depth * COLUMNS, 0);
    }
    int start = b.offset + first * b.columnStep;
    if (b.columnStep == 1) {
      for (int i = 0; i < depth; i++) {
        System.arraycopy(b.values, start + i * b.rowStep, packed, to + i * COLUMNS, width);
      }
    } else {
      for (int j = 0; j < width; j++) {
        int column = start + j * b.columnStep;
        for (int i = 0; i < depth; i++) {
          packed[to + i * COLUMNS + j] = b.values[column + i * b.rowStep];
        }
      }
    }
  }

  private static void tiles(
      int fromRow,
      int toRow,
      int column,
      int columns,
      int depth,
      Strided a,
      float[] packed,
      int panel,
      Strided c) {
    int width = Math.min(COLUMNS, columns - column);
    float[] tile = Scratch.TILE.floats(ROWS * COLUMNS);
    int[] first = new int[ROWS];
    for (int k = 0; k < depth; k += BLOCK) {
      int block = Math.min(BLOCK, depth - k);
      for (int row = fromRow; row < toRow; row += ROWS) {
        int height = Math.min(ROWS, toRow - row);
        for (int r = 0; r < ROWS; r++) {
          // Rows beyond the last repeat it; their sums are not stored.
          int at = row + Math.min(r, height - 1);
          first[r] = a.offset + at * a.rowStep + k * a.columnStep;
        }
        int corner = c.offset + row * c.rowStep + column * c.columnStep;
        load(c, corner, height, width, tile);
        TILE.accumulate(block, a.values, first, a.columnStep, packed, panel + k * COLUMNS, tile);
        store(c, corner, height, width, tile);
      }
    }
  }

  private static void load(Strided c, int corner, int height, int width, float[] tile) {
    for (int r = 0; r < height; r++) {
      int row = corner + r * c.rowStep;
      if (c.columnStep == 1) {
        System.arraycopy(c.values, row, tile, r * COLUMNS, width);
      } else {
        for (int j = 0; j < width; j++) {
          tile[r * COLUMNS + j] = c.values[row + j * c.columnStep];
        }
      }
    }
  }

  private static void store(Strided c, int corner, int height, int width, float[] tile) {
    for (int r = 0; r < height; r++) {
      int row = corner + r * c.rowStep;
      if (c.columnStep == 1) {
        System.arraycopy(tile, r * COLUMNS, c.values, row, width);
      } else {
        for (int j = 0; j < width; j++) {
          c.values[row + j * c.columnStep] = tile[r * COLUMNS + j];
        }
      }
    }
  }
}
