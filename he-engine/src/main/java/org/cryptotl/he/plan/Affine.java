package org.cryptotl.he.plan;

import java.util.Arrays;

/** The map x -&gt; A x + b: every convolution, dense layer, average pooling, normalisation. */
public final class Affine implements Step {

  private final Matrix matrix;
  private final double[] bias;

  /**
   * Makes the map.
   *
   * @param matrix A
   * @param bias b, one finite entry a row; copied
   */
  public Affine(Matrix matrix, double[] bias) {
    if (bias.length != matrix.rows() || !Arrays.stream(bias).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "affine step: got %d biases, expected %d finite ones"
              .formatted(bias.length, matrix.rows()));
    }
    this.matrix = matrix;
    this.bias = bias.clone();
  }

  /** The map x -&gt; factor x + shift in every entry. */
  static Affine uniform(int size, double factor, double shift) {
    double[] diagonal = new double[size];
    double[] bias = new double[size];
    Arrays.fill(diagonal, factor);
    Arrays.fill(bias, shift);
    return new Affine(Matrix.diagonal(diagonal), bias);
  }

  /** A. */
  public Matrix matrix() {
    return matrix;
  }

  /** b; a copy. */
  public double[] bias() {
    return bias.clone();
  }

  @Override
  public int inputs() {
    return matrix.columns();
  }

  @Override
  public int outputs() {
    return matrix.rows();
  }

  @Override
  public double[] apply(double[] x) {
    double[] y = matrix.multiply(x);
    for (int i = 0; i < y.length; i++) {
      y[i] += bias[i];
    }
    return y;
  }

  /** This map after another: x -&gt; this(first(x)). */
  public Affine after(Affine first) {
    return new Affine(matrix.multiply(first.matrix), apply(first.bias));
  }

  @Override
  public String toString() {
    return "Affine[redacted, %d -> %d]".formatted(inputs(), outputs());
  }
}
