package org.cryptotl.he.kernel;

import org.cryptotl.he.arith.Modulus;

/** The transform in plain Java: one loop nest a direction, every value reduced to [0, q). */
final class ScalarNtt implements NttKernel {

  @Override
  public void forward(int[] limb, NttTable table) {
    int n = 1 << table.logN;
    int[] work = Scratch.ints(n);
    for (int s = 0; s < table.logN; s++) {
      forwardStage(limb, work, table, s);
      System.arraycopy(work, 0, limb, 0, n);
    }
  }

  @Override
  public void inverse(int[] limb, NttTable table) {
    int n = 1 << table.logN;
    int[] work = Scratch.ints(n);
    for (int s = table.logN - 1; s >= 0; s--) {
      inverseStage(limb, work, table, s);
      System.arraycopy(work, 0, limb, 0, n);
    }
  }

  /** Position {@code r 2^s + v} and its partner N/2 on become {@code 2r 2^s + v} and 2^s on. */
  private static void forwardStage(int[] from, int[] to, NttTable table, int s) {
    Modulus q = table.modulus;
    int half = 1 << (table.logN - 1);
    int nodes = 1 << s;
    for (int i = 0; i < half; i++) {
      int v = i & (nodes - 1);
      int o = 2 * i - v;
      int x = from[i];
      int y = q.multiplyShoup(from[i + half], table.forward[s][v], table.forwardShoup[s][v]);
      to[o] = q.add(x, y);
      to[o + nodes] = q.subtract(x, y);
    }
  }

  private static void inverseStage(int[] from, int[] to, NttTable table, int s) {
    Modulus q = table.modulus;
    int half = 1 << (table.logN - 1);
    int nodes = 1 << s;
    for (int i = 0; i < half; i++) {
      int v = i & (nodes - 1);
      int o = 2 * i - v;
      int sum = q.add(from[o], from[o + nodes]);
      int difference = q.subtract(from[o], from[o + nodes]);
      to[i] = s == 0 ? q.multiplyShoup(sum, table.degreeInverse, table.degreeInverseShoup) : sum;
      to[i + half] = q.multiplyShoup(difference, table.inverse[s][v], table.inverseShoup[s][v]);
    }
  }
}
