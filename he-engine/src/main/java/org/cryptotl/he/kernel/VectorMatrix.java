package org.cryptotl.he.kernel;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UMIN;
import static org.cryptotl.he.kernel.VectorLanes.INTS;
import static org.cryptotl.he.kernel.VectorLanes.LONGS;
import static org.cryptotl.he.kernel.VectorLanes.LOW;
import static org.cryptotl.he.kernel.VectorLanes.WIDTH;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import org.cryptotl.he.arith.Modulus;

/**
 * The integer matrix product, blocked: a few panels of two vectors of places of every factor are
 * copied together (for cache and TLB), then four rows of weights at a time run over each with their
 * sixteen sums in registers.
 */
final class VectorMatrix {

  private static final int PANEL = 2 * WIDTH;

  /** 64-bit lanes of a vector. */
  private static final int LANES = WIDTH / 2;

  private VectorMatrix() {}

  /** Places that are copied at once: short runs would read most cache lines twice. */
  private static final int RUN = 128;

  static void product(WeightMatrix weights, int[][] x, int[][] out, Modulus q) {
    int n = x[0].length;
    int panels = Math.min(RUN, n) / PANEL;
    int size = (weights.columns + 1) * PANEL;
    int[] run = Scratch.ints(panels * size);
    long[] sums = Scratch.longs(WeightMatrix.BLOCK * PANEL);
    for (int i = 0; i < n; i += panels * PANEL) {
      gather(x, i, run, panels, size);
      for (int p = 0; p < panels; p++) {
        int offsets = p * size + weights.columns * PANEL;
        biasOffsets(run, p * size, weights.columns, sums, q);
        for (int j = 0; j < weights.rows; j += WeightMatrix.BLOCK) {
          rowBlock(weights, j, run, p * size, sums);
          for (int r = 0; r < Math.min(WeightMatrix.BLOCK, weights.rows - j); r++) {
            store(sums, r * PANEL, run, offsets, out[j + r], i + p * PANEL, q);
          }
        }
      }
    }
  }

  private static void gather(int[][] x, int from, int[] run, int panels, int size) {
    for (int k = 0; k < x.length; k++) {
      for (int p = 0; p < panels; p++) {
        System.arraycopy(x[k], from + p * PANEL, run, p * size + k * PANEL, PANEL);
      }
    }
  }

  /** Appends to a panel what the bias of the weights adds to every sum: 2^20 sum x mod q. */
  private static void biasOffsets(int[] run, int panel, int columns, long[] sums, Modulus q) {
    sumColumns(run, panel, columns, sums);
    for (int i = 0; i < PANEL; i++) {
      int lane = i % WIDTH;
      long sum = sums[i - lane + (lane % 2) * LANES + lane / 2];
      run[panel + columns * PANEL + i] = (int) (sum * WeightMatrix.WEIGHT_BOUND % q.value());
    }
  }

  /** Leaves the even and odd lanes of the sum of all columns, vector after vector. */
  private static void sumColumns(int[] run, int panel, int columns, long[] sums) {
    LongVector a = LongVector.zero(LONGS);
    LongVector b = a;
    LongVector c = a;
    LongVector d = a;
    for (int k = 0; k < columns; k++) {
      int at = panel + k * PANEL;
      LongVector x = IntVector.fromArray(INTS, run, at).reinterpretAsLongs();
      LongVector y = IntVector.fromArray(INTS, run, at + WIDTH).reinterpretAsLongs();
      a = a.add(x.and(LOW));
      b = b.add(x.lanewise(LSHR, 32));
      c = c.add(y.and(LOW));
      d = d.add(y.lanewise(LSHR, 32));
    }
    a.intoArray(sums, 0 * LANES);
    b.intoArray(sums, 1 * LANES);
    c.intoArray(sums, 2 * LANES);
    d.intoArray(sums, 3 * LANES);
  }

  /** Leaves the even and odd lanes of the sums of four rows, vector after vector. */
  private static void rowBlock(WeightMatrix weights, int row, int[] run, int panel, long[] sums) {
    LongVector a0 = LongVector.zero(LONGS);
    LongVector b0 = a0;
    LongVector c0 = a0;
    LongVector d0 = a0;
    LongVector a1 = a0;
    LongVector b1 = a0;
    LongVector c1 = a0;
    LongVector d1 = a0;
    LongVector a2 = a0;
    LongVector b2 = a0;
    LongVector c2 = a0;
    LongVector d2 = a0;
    LongVector a3 = a0;
    LongVector b3 = a0;
    LongVector c3 = a0;
    LongVector d3 = a0;
    long[] w = weights.biased;
    int base = row * weights.columns;
    for (int k = 0; k < weights.columns; k++) {
      int from = panel + k * PANEL;
      LongVector x = IntVector.fromArray(INTS, run, from).reinterpretAsLongs();
      LongVector y = IntVector.fromArray(INTS, run, from + WIDTH).reinterpretAsLongs();
      LongVector xEven = x.and(LOW);
      LongVector xOdd = x.lanewise(LSHR, 32);
      LongVector yEven = y.and(LOW);
      LongVector yOdd = y.lanewise(LSHR, 32);
      int at = base + k * WeightMatrix.BLOCK;
      LongVector v = LongVector.broadcast(LONGS, w[at]).and(LOW);
      a0 = a0.add(xEven.mul(v));
      b0 = b0.add(xOdd.mul(v));
      c0 = c0.add(yEven.mul(v));
      d0 = d0.add(yOdd.mul(v));
      v = LongVector.broadcast(LONGS, w[at + 1]).and(LOW);
      a1 = a1.add(xEven.mul(v));
      b1 = b1.add(xOdd.mul(v));
      c1 = c1.add(yEven.mul(v));
      d1 = d1.add(yOdd.mul(v));
      v = LongVector.broadcast(LONGS, w[at + 2]).and(LOW);
      a2 = a2.add(xEven.mul(v));
      b2 = b2.add(xOdd.mul(v));
      c2 = c2.add(yEven.mul(v));
      d2 = d2.add(yOdd.mul(v));
      v = LongVector.broadcast(LONGS, w[at + 3]).and(LOW);
      a3 = a3.add(xEven.mul(v));
      b3 = b3.add(xOdd.mul(v));
      c3 = c3.add(yEven.mul(v));
      d3 = d3.add(yOdd.mul(v));
    }
    a0.intoArray(sums, 0 * LANES);
    b0.intoArray(sums, 1 * LANES);
    c0.intoArray(sums, 2 * LANES);
    d0.intoArray(sums, 3 * LANES);
    a1.intoArray(sums, 4 * LANES);
    b1.intoArray(sums, 5 * LANES);
    c1.intoArray(sums, 6 * LANES);
    d1.intoArray(sums, 7 * LANES);
    a2.intoArray(sums, 8 * LANES);
    b2.intoArray(sums, 9 * LANES);
    c2.intoArray(sums, 10 * LANES);
    d2.intoArray(sums, 11 * LANES);
    a3.intoArray(sums, 12 * LANES);
    b3.intoArray(sums, 13 * LANES);
    c3.intoArray(sums, 14 * LANES);
    d3.intoArray(sums, 15 * LANES);
  }

  /** Reduces the sums of one row, which are below 2^63, and takes the bias off. */
  private static void store(
      long[] sums, int from, int[] run, int offsets, int[] out, int i, Modulus q) {
    LongVector r32 = LongVector.broadcast(LONGS, q.r32()).and(LOW);
    LongVector r64 = LongVector.broadcast(LONGS, q.toMontgomery(q.r32())).and(LOW);
    IntVector inverse = IntVector.broadcast(INTS, q.inverse32());
    IntVector vq = IntVector.broadcast(INTS, q.value());
    for (int v = 0; v < PANEL; v += WIDTH) {
      LongVector even = LongVector.fromArray(LONGS, sums, from + v);
      LongVector odd = LongVector.fromArray(LONGS, sums, from + v + LANES);
      even = even.and(LOW).mul(r32).add(even.lanewise(LSHR, 32).mul(r64));
      odd = odd.and(LOW).mul(r32).add(odd.lanewise(LSHR, 32).mul(r64));
      IntVector r = VectorProducts.montgomeryReduce(even, odd, inverse, vq);
      r = r.sub(IntVector.fromArray(INTS, run, offsets + v));
      r.lanewise(UMIN, r.add(vq)).intoArray(out, i + v);
    }
  }
}
