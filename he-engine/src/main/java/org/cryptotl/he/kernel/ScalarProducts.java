package org.cryptotl.he.kernel;

import java.util.Arrays;
import org.cryptotl.he.arith.Modulus;

/** The sums of products in plain Java. */
final class ScalarProducts implements ProductKernel {

  @Override
  public void innerProducts(
      int[][] c,
      int[][] a,
      int[][] b,
      int count,
      int from,
      int length,
      int[] outA,
      int[] outB,
      Modulus q) {
    innerProduct(c, a, count, from, length, outA, q);
    innerProduct(c, b, count, from, length, outB, q);
  }

  private static void innerProduct(
      int[][] c, int[][] a, int count, int from, int length, int[] out, Modulus q) {
    for (int i = from; i < from + length; i++) {
      int sum = 0;
      long products = 0;
      for (int k = 0; k < count; k++) {
        products += (long) c[k][i] * a[k][i];
        if ((k + 1) % MAX_PRODUCTS == 0 || k + 1 == count) {
          sum = q.add(sum, q.montgomeryReduce(products));
          products = 0;
        }
      }
      out[i] = sum;
    }
  }

  @Override
  public void matrixProduct(WeightMatrix weights, int[][] x, int[][] out, Modulus q) {
    int n = x[0].length;
    long[] sums = Scratch.longs(n);
    for (int j = 0; j < weights.rows; j++) {
      Arrays.fill(sums, 0, n, 0);
      for (int k = 0; k < weights.columns; k++) {
        long w = weights.weight(j, k);
        int[] limb = x[k];
        for (int i = 0; i < n; i++) {
          sums[i] += w * limb[i];
        }
      }
      for (int i = 0; i < n; i++) {
        out[j][i] = q.reduce(sums[i]);
      }
    }
  }
}
