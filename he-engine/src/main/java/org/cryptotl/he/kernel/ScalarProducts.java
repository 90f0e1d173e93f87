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
  public void permutedProducts(
      int[][] c,
      int[][] a,
      int[][] b,
      int count,
      int[] lift,
      int factor,
      int shift,
      boolean swap,
      int from,
      int length,
      int[] outA,
      int atA,
      int[] outB,
      int atB,
      int stride,
      boolean add,
      Modulus q) {
    permutedBlocks(
        c,
        a,
        count,
        lift,
        factor,
        shift,
        swap,
        from,
        from + length,
        from,
        outA,
        atA,
        stride,
        add,
        q);
    permutedBlocks(
        c, b, count, null, 0, shift, swap, from, from + length, from, outB, atB, stride, add, q);
  }

  /** The places in [first, end) of what is written from place {@code from} on. */
  static void permutedBlocks(
      int[][] c,
      int[][] a,
      int count,
      int[] lift,
      int factor,
      int shift,
      boolean swap,
      int first,
      int end,
      int from,
      int[] out,
      int at,
      int stride,
      boolean add,
      Modulus q) {
    for (int i = first; i < end; i++) {
      int k = ((i + shift) & (c[0].length - 1)) ^ (swap ? 1 : 0);
      long products = lift == null ? 0 : (long) lift[k] * factor;
      for (int t = 0; t < count; t++) {
        products += (long) c[t][k] * a[t][k];
      }
      int place = at + (i - from) / BLOCK * stride + i % BLOCK;
      int sum = q.montgomeryReduce(products);
      out[place] = add ? q.add(out[place], sum) : sum;
    }
  }

  @Override
  public void diagonalSums(
      int[][] factors,
      int[] pairs,
      int width,
      int[] terms,
      int from,
      int length,
      int[][] outA,
      int[][] outB,
      Modulus q) {
    for (int s = 0; s < factors.length; s++) {
      for (int i = from; i < from + length; i++) {
        outA[s][i] = diagonalSum(factors[s], pairs, width, 0, terms, from, i, q);
        outB[s][i] = diagonalSum(factors[s], pairs, width, 1, terms, from, i, q);
      }
    }
  }

  private static int diagonalSum(
      int[] factors, int[] pairs, int width, int half, int[] terms, int from, int i, Modulus q) {
    int sum = 0;
    long products = 0;
    int block = i / BLOCK;
    int pairBlock = block - from / BLOCK;
    for (int t = 0; t < terms.length; t++) {
      int factor = factors[(block * terms.length + t) * BLOCK + i % BLOCK];
      int pair = pairs[(pairBlock * width + 2 * terms[t] + half) * BLOCK + i % BLOCK];
      products += (long) factor * pair;
      if ((t + 1) % MAX_PRODUCTS == 0 || t + 1 == terms.length) {
        sum = q.add(sum, q.montgomeryReduce(products));
        products = 0;
      }
    }
    return sum;
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
