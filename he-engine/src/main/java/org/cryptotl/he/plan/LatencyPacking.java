package org.cryptotl.he.plan;

import java.util.Map;
import java.util.TreeMap;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.manifest.LatencyLayout;

/** The diagonals of both layers of a {@link LatencyPlan}, in the slots of its layout. */
final class LatencyPacking {

  private final LatencyLayout layout;

  LatencyPacking(LatencyLayout layout) {
    this.layout = layout;
  }

  /**
   * The first layer, for an input in rotated copies. Diagonal k holds, in block b, half of diagonal
   * k + 2b o of the matrix, less i times half of diagonal k + (2b + 1) o, o the offset of the
   * copies: of the sum over k, the real part of twice a block is its share of the result, and
   * blocks and conjugate are still to be added up.
   */
  Map<Integer, ComplexVector> firstLayer(Matrix matrix) {
    Map<Integer, ComplexVector> diagonals = new TreeMap<>();
    for (int k = 0; k < layout.copyOffset(); k++) {
      double[] re = new double[layout.slots()];
      double[] im = new double[layout.slots()];
      for (int block = 0; block < layout.blocks(); block++) {
        for (int i = 0; i < matrix.rows(); i++) {
          int slot = block * layout.stride() + i;
          re[slot] = copyEntry(matrix, i, k, 2 * block) / 2;
          im[slot] = -copyEntry(matrix, i, k, 2 * block + 1) / 2;
        }
      }
      put(diagonals, k, re, im);
    }
    return diagonals;
  }

  /** Entry i of diagonal k + copy * offset; the last copy may hold fewer diagonals. */
  private double copyEntry(Matrix matrix, int i, int k, int copy) {
    int diagonal = k + copy * layout.copyOffset();
    return diagonal < layout.inputs() ? matrix.at(i, (i + diagonal) % layout.inputs()) : 0;
  }

  /**
   * The second layer, for a vector that is repeated in every block. With s half of a block's
   * stride, diagonal k &lt; s holds half of {@code W[i][i + k] + i W[i - s][i + k]}, indices modulo
   * the stride and W continued by zeros: the result is twice Re(w) + rot_s(Im(w)), complete in
   * every slot.
   */
  Map<Integer, ComplexVector> secondLayer(Matrix matrix) {
    Map<Integer, ComplexVector> diagonals = new TreeMap<>();
    int stride = layout.stride();
    for (int k = 0; k < stride / 2; k++) {
      double[] re = new double[layout.slots()];
      double[] im = new double[layout.slots()];
      for (int slot = 0; slot < re.length; slot++) {
        int i = slot % stride;
        int column = (i + k) % stride;
        re[slot] = padded(matrix, i, column) / 2;
        im[slot] = padded(matrix, (i + stride / 2) % stride, column) / 2;
      }
      put(diagonals, k, re, im);
    }
    return diagonals;
  }

  private static double padded(Matrix matrix, int row, int column) {
    return row < matrix.rows() && column < matrix.columns() ? matrix.at(row, column) : 0;
  }

  /** A vector in the real parts of every block. */
  ComplexVector everyBlock(double[] values) {
    double[] re = new double[layout.slots()];
    for (int block = 0; block < layout.blocks(); block++) {
      System.arraycopy(values, 0, re, block * layout.stride(), values.length);
    }
    return ComplexVector.real(re);
  }

  private static void put(Map<Integer, ComplexVector> diagonals, int k, double[] re, double[] im) {
    for (int slot = 0; slot < re.length; slot++) {
      if (re[slot] != 0 || im[slot] != 0) {
        diagonals.put(k, new ComplexVector(re, im));
        return;
      }
    }
  }
}
