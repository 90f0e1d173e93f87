package org.cryptotl.he.circuit;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.IntegerMatrix;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Scale;

/**
 * A matrix times a column of ciphertexts, for packings with one feature a ciphertext: y_j = sum
 * over k of w_jk x_k, the weights rounded to integers. No rotation, no key, no transform: an
 * integer matrix product on residues, place by place (compare ePrint 2024/1284).
 *
 * <p>Rounding moves a weight by at most 1 / (2 scale). Immutable and thread-safe.
 */
public final class MatrixProduct {

  /** Weights times their scale are smaller in size than this: 2^20. */
  public static final int WEIGHT_BOUND = IntegerMatrix.BOUND;

  /** Most columns of a matrix: 2^12. */
  public static final int MAX_COLUMNS = IntegerMatrix.MAX_COLUMNS;

  private final IntegerMatrix weights;
  private final Scale scale;

  private MatrixProduct(IntegerMatrix weights, Scale scale) {
    this.weights = weights;
    this.scale = scale;
  }

  /**
   * Rounds a matrix.
   *
   * @param matrix rows of equal length in [1, 2^12]
   * @param scale by which weights are multiplied before they are rounded; every |w| scale must be
   *     below 2^20
   */
  public static MatrixProduct of(double[][] matrix, Scale scale) {
    int[][] rounded = new int[matrix.length][];
    for (int j = 0; j < matrix.length; j++) {
      rounded[j] = new int[matrix[j].length];
      for (int k = 0; k < matrix[j].length; k++) {
        double w = Math.rint(matrix[j][k] * scale.high());
        if (!(Math.abs(w) < IntegerMatrix.BOUND)) {
          throw new IllegalArgumentException(
              "matrix product: the weight at (%d, %d) times the scale %s is not below 2^20"
                  .formatted(j, k, scale));
        }
        rounded[j][k] = (int) w;
      }
    }
    return new MatrixProduct(new IntegerMatrix(rounded), scale);
  }

  /** Number of results. */
  public int rows() {
    return weights.rows();
  }

  /** Number of operands. */
  public int columns() {
    return weights.columns();
  }

  /** Scale of the weights, by which the scale of the operands is multiplied. */
  public Scale scale() {
    return scale;
  }

  /**
   * Multiplies; the level stays, the scales are multiplied.
   *
   * @param x one ciphertext a column, all of one level, one scale and two polynomials
   * @param parallel spreads the limbs over threads
   * @return one ciphertext a row
   */
  public List<Ciphertext> apply(List<Ciphertext> x, Parallel parallel) {
    check(x);
    Ciphertext first = x.get(0);
    RnsBasis basis = first.poly(0).basis();
    int limbs = basis.size();
    int[][][][] out = new int[2][limbs][rows()][basis.degree()];
    parallel.forEach(
        2 * limbs,
        job -> {
          int poly = job / limbs;
          int i = job % limbs;
          LimbRing ring = basis.limb(i);
          int[][] column = x.stream().map(c -> c.poly(poly).limb(i)).toArray(int[][]::new);
          ring.matrixProduct(weights, column, out[poly][i]);
        });
    List<Ciphertext> products = new ArrayList<>();
    for (int j = 0; j < rows(); j++) {
      products.add(
          Ciphertext.of(
              first.parameters(),
              List.of(row(basis, out[0], j), row(basis, out[1], j)),
              first.scale().multiply(scale)));
    }
    return products;
  }

  private static NttPoly row(RnsBasis basis, int[][][] out, int j) {
    int[][] limbs = new int[basis.size()][];
    for (int i = 0; i < limbs.length; i++) {
      limbs[i] = out[i][j];
    }
    return new NttPoly(basis, limbs);
  }

  private void check(List<Ciphertext> x) {
    if (x.size() != columns()) {
      throw new IllegalArgumentException(
          "matrix product: got %d ciphertexts, expected %d".formatted(x.size(), columns()));
    }
    Ciphertext first = x.get(0);
    int bits = first.poly(0).basis().product().bitLength();
    if (!(first.scale().log2() + scale.log2() < bits)) {
      throw new HeException.LevelExhausted(
          "matrix product: scale %s times %s does not fit a modulus of %d bits"
              .formatted(first.scale(), scale, bits));
    }
    for (Ciphertext each : x) {
      first.parameters().require("ciphertext", each.parameters());
      if (each.limbs() != first.limbs() || each.degree() != 1) {
        throw new IllegalArgumentException(
            "matrix product: got %s and %s, expected 2 polynomials and one number of limbs"
                .formatted(first, each));
      }
      if (!each.scale().matches(first.scale())) {
        throw new HeException.ScaleMismatch(
            "matrix product: scales %s and %s".formatted(first.scale(), each.scale()));
      }
    }
  }
}
