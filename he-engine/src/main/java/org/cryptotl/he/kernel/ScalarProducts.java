package org.cryptotl.he.kernel;

import java.util.Arrays;
import org.cryptotl.he.arith.Modulus;

/** The sums of products in plain Java. */
final class ScalarProducts implements ProductKernel {

  @Override
  public void innerProducts(
      int[][] c, int[][] a, int[][] b, int count, int[] outA, int[] outB, Modulus q) {
    innerProduct(c, a, count, outA, q);
    innerProduct(c, b, count, outB, q);
  }

  private static void innerProduct(int[][] c, int[][] a, int count, int[] out, Modulus q) {
    for (int i = 0; i < out.length; i++) {
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
  public void interleave(int[] limb, int shift, int[] to, int count, int index) {
    for (int i = 0; i < limb.length; i++) {
      to[(i / BLOCK * count + index) * BLOCK + i % BLOCK] = limb[(i + shift) & (limb.length - 1)];
    }
  }

  @Override
  public void diagonalSums(
      int[][] factors,
      int[] pairs,
      int pairCount,
      int[] terms,
      int[][] outA,
      int[][] outB,
      Modulus q) {
    for (int s = 0; s < factors.length; s++) {
      diagonalSum(factors[s], pairs, pairCount, 0, terms, outA[s], q);
      diagonalSum(factors[s], pairs, pairCount, 1, terms, outB[s], q);
    }
  }

  private static void diagonalSum(
      int[] factors, int[] pairs, int pairCount, int half, int[] terms, int[] out, Modulus q) {
    for (int i = 0; i < out.length; i++) {
      int sum = 0;
      long products = 0;
      int block = i / BLOCK;
      int place = i % BLOCK;
      for (int t = 0; t < terms.length; t++) {
        int factor = factors[(block * terms.length + t) * BLOCK + place];
        int pair = (block * pairCount + terms[t]) * 2 + half;
        products += (long) factor * pairs[pair * BLOCK + place];
        if ((t + 1) % MAX_PRODUCTS == 0 || t + 1 == terms.length) {
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
