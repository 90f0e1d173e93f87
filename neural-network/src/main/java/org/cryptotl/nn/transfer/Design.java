package org.cryptotl.nn.transfer;

/**
 * The rows that a linear model learns from. Where they are fewer than their entries, they are told
 * by their coordinates in the space that they span, which changes neither products between them nor
 * the norm of the weights, and so not what a model with an L2 penalty says; only the work.
 */
final class Design {

  /** Added to the diagonal of the products of rows, as a share of its mean: rows may repeat. */
  private static final double JITTER = 1e-6;

  private final float[][] x;
  private final int width;
  private final double[][] triangle;
  private final float[] byRow;
  private final float[] byColumn;

  /**
   * Takes rows.
   *
   * @param x one or more rows of one length, not copied
   */
  Design(float[][] x) {
    this.x = x;
    boolean spanned = x.length < x[0].length;
    this.triangle = spanned ? cholesky(products(x)) : new double[0][];
    this.width = spanned ? x.length : x[0].length;
    this.byRow = new float[Math.multiplyExact(x.length, width)];
    this.byColumn = new float[byRow.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < width; j++) {
        float value = !spanned ? x[i][j] : j <= i ? (float) triangle[i][j] : 0;
        byRow[i * width + j] = value;
        byColumn[j * x.length + i] = value;
      }
    }
  }

  int rows() {
    return x.length;
  }

  /** Number of coordinates of a row here. */
  int width() {
    return width;
  }

  /** Mean square of the rows' norms. */
  double meanSquare() {
    double sum = 0;
    for (float v : byRow) {
      sum += (double) v * v;
    }
    return sum / rows();
  }

  /** Adds the product of each row with the weights from {@code offset} on to {@code scores}. */
  void addScores(float[] weights, int offset, float[] scores) {
    int rows = rows();
    for (int j = 0; j < width; j++) {
      float w = weights[offset + j];
      int from = j * rows;
      for (int i = 0; i < rows; i++) {
        scores[i] += w * byColumn[from + i];
      }
    }
  }

  /** Adds the rows, each times its factor, to {@code sum} from {@code offset} on. */
  void addRows(float[] factors, float[] sum, int offset) {
    for (int i = 0; i < rows(); i++) {
      float factor = factors[i];
      if (factor != 0) {
        int from = i * width;
        for (int j = 0; j < width; j++) {
          sum[offset + j] += factor * byRow[from + j];
        }
      }
    }
  }

  /** The weights of a row's own entries that say the same as these of its coordinates. */
  float[] original(float[] weights, int offset) {
    float[] original = new float[x[0].length];
    if (triangle.length == 0) {
      System.arraycopy(weights, offset, original, 0, width);
      return original;
    }
    double[] a = new double[width];
    for (int i = width - 1; i >= 0; i--) {
      double sum = weights[offset + i];
      for (int k = i + 1; k < width; k++) {
        sum -= triangle[k][i] * a[k];
      }
      a[i] = sum / triangle[i][i];
    }
    double[] sums = new double[original.length];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += a[i] * x[i][j];
      }
    }
    for (int j = 0; j < sums.length; j++) {
      original[j] = (float) sums[j];
    }
    return original;
  }

  private static double[][] products(float[][] x) {
    double[][] g = new double[x.length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k <= i; k++) {
        double even = 0;
        double odd = 0;
        int j = 0;
        for (; j + 1 < x[i].length; j += 2) {
          even += (double) x[i][j] * x[k][j];
          odd += (double) x[i][j + 1] * x[k][j + 1];
        }
        g[i][k] = even + odd + (j < x[i].length ? (double) x[i][j] * x[k][j] : 0);
      }
    }
    return g;
  }

  /** Replaces the lower half of g by the triangle L with L L^T = g + jitter. */
  private static double[][] cholesky(double[][] g) {
    double trace = 0;
    for (int i = 0; i < g.length; i++) {
      trace += g[i][i];
    }
    double jitter = Math.max(JITTER * trace / g.length, Double.MIN_NORMAL);
    for (int i = 0; i < g.length; i++) {
      for (int k = 0; k <= i; k++) {
        double sum = g[i][k] + (i == k ? jitter : 0);
        for (int j = 0; j < k; j++) {
          sum -= g[i][j] * g[k][j];
        }
        g[i][k] = i == k ? Math.sqrt(Math.max(sum, jitter / 2)) : sum / g[k][k];
      }
    }
    return g;
  }
}
