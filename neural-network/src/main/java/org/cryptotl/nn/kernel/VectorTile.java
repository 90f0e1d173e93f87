package org.cryptotl.nn.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.cryptotl.he.kernel.Kernels;

/** The vector twin: two vectors a row, twelve sums in registers. */
final class VectorTile implements TileProduct {

  private static final VectorSpecies<Float> LANES =
      switch (Kernels.vectorBits()) {
        case 128 -> FloatVector.SPECIES_128;
        case 256 -> FloatVector.SPECIES_256;
        default -> FloatVector.SPECIES_512;
      };

  private static final int WIDTH = LANES.length();
  private static final int COLUMNS = 2 * WIDTH;

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public void accumulate(
      int depth, float[] a, int[] first, int step, float[] panel, int from, float[] tile) {
    FloatVector s00 = FloatVector.fromArray(LANES, tile, 0);
    FloatVector s01 = FloatVector.fromArray(LANES, tile, WIDTH);
    FloatVector s10 = FloatVector.fromArray(LANES, tile, COLUMNS);
    FloatVector s11 = FloatVector.fromArray(LANES, tile, COLUMNS + WIDTH);
    FloatVector s20 = FloatVector.fromArray(LANES, tile, 2 * COLUMNS);
    FloatVector s21 = FloatVector.fromArray(LANES, tile, 2 * COLUMNS + WIDTH);
    FloatVector s30 = FloatVector.fromArray(LANES, tile, 3 * COLUMNS);
    FloatVector s31 = FloatVector.fromArray(LANES, tile, 3 * COLUMNS + WIDTH);
    FloatVector s40 = FloatVector.fromArray(LANES, tile, 4 * COLUMNS);
    FloatVector s41 = FloatVector.fromArray(LANES, tile, 4 * COLUMNS + WIDTH);
    FloatVector s50 = FloatVector.fromArray(LANES, tile, 5 * COLUMNS);
    FloatVector s51 = FloatVector.fromArray(LANES, tile, 5 * COLUMNS + WIDTH);
    int a0 = first[0];
    int a1 = first[1];
    int a2 = first[2];
    int a3 = first[3];
    int a4 = first[4];
    int a5 = first[5];
    for (int i = 0; i < depth; i++) {
      FloatVector b0 = FloatVector.fromArray(LANES, panel, from + i * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(LANES, panel, from + i * COLUMNS + WIDTH);
      FloatVector x0 = FloatVector.broadcast(LANES, a[a0 + i * step]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(LANES, a[a1 + i * step]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(LANES, a[a2 + i * step]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(LANES, a[a3 + i * step]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      FloatVector x4 = FloatVector.broadcast(LANES, a[a4 + i * step]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      FloatVector x5 = FloatVector.broadcast(LANES, a[a5 + i * step]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
    }
    s00.intoArray(tile, 0);
    s01.intoArray(tile, WIDTH);
    s10.intoArray(tile, COLUMNS);
    s11.intoArray(tile, COLUMNS + WIDTH);
    s20.intoArray(tile, 2 * COLUMNS);
    s21.intoArray(tile, 2 * COLUMNS + WIDTH);
    s30.intoArray(tile, 3 * COLUMNS);
    s31.intoArray(tile, 3 * COLUMNS + WIDTH);
    s40.intoArray(tile, 4 * COLUMNS);
    s41.intoArray(tile, 4 * COLUMNS + WIDTH);
    s50.intoArray(tile, 5 * COLUMNS);
    s51.intoArray(tile, 5 * COLUMNS + WIDTH);
  }
}
