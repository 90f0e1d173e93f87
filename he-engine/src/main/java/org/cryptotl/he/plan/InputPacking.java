package org.cryptotl.he.plan;

import java.util.List;
import org.cryptotl.he.circuit.AutomorphismSum;
import org.cryptotl.he.manifest.LatencyLayout;

/**
 * The first layer, for inputs in rotated copies (see {@link LatencyLayout}): with o the offset of
 * the copies, diagonal k holds in block b half of diagonal k + 2b o of the matrix, less i times
 * half of diagonal k + (2b + 1) o. The real part of twice a block's sum is its share of the result;
 * blocks and conjugates are added up.
 *
 * @param layout of the input
 * @param rows where the result lies; its period is the layout's stride
 */
record InputPacking(LatencyLayout layout, Placement rows) implements AffinePacking {

  @Override
  public int inParts() {
    return layout.inputParts();
  }

  @Override
  public void forEach(Matrix matrix, Sink sink) {
    int cycle = layout.cycle();
    int offset = layout.copyOffset();
    for (int row = 0; row < matrix.rows(); row++) {
      int i = rows.place(row);
      int outPart = rows.part(row);
      matrix.forEachInRow(
          row,
          (column, weight) -> {
            int distance = Math.floorMod(column % cycle - i, cycle);
            int copy = distance / offset;
            sink.add(
                outPart,
                column / cycle,
                distance % offset,
                copy / 2 * layout.stride() + i,
                copy % 2 == 1,
                (copy % 2 == 1 ? -weight : weight) / 2);
          });
    }
  }

  @Override
  public List<AutomorphismSum> sums(int logN, int batch) {
    return AutomorphismSum.groups(logN, layout.stride() * batch, layout.blocks(), true);
  }
}
