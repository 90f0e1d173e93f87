package org.cryptotl.he.kernel;

import java.util.Arrays;
import org.cryptotl.he.arith.Modulus;

/** The sums of products in plain Java. */
final class ScalarProducts implements ProductKernel {

  /** Products of two residues that fit an unsigned 64-bit sum beside a folded one. */
  private static final int FOLD = 8;

  @Override
  public void innerProduct(int[][] a, int[][] b, int count, int[] out, Modulus q) {
    for (int i = 0; i < out.length; i++) {
      long sum = 0;
      for (int k = 0; k < count; k++) {
        sum = (k % FOLD == 0 ? fold(sum, q) : sum) + (long) a[k][i] * b[k][i];
      }
      out[i] = q.montgomeryReduce(sum);
    }
  }

  @Override
  public void shiftedInnerProduct(
      int[][] a, int[] shifts, int[][] b, int count, int[] out, Modulus q) {
    int mask = out.length - 1;
    for (int i = 0; i < out.length; i++) {
      long sum = 0;
      for (int k = 0; k < count; k++) {
        sum =
            (k % FOLD == 0 ? fold(sum, q) : sum) + (long) a[k][(i + shifts[k]) & mask] * b[k][i];
      }
      out[i] = q.montgomeryReduce(sum);
    }
  }

  /** Any unsigned 64-bit x to a congruent number below 2^62 + 2^32. */
  private static long fold(long x, Modulus q) {
    return (x & 0xFFFF_FFFFL) + (x >>> 32) * q.r32();
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
