package org.cryptotl.he.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UMIN;
import static org.cryptotl.he.kernel.VectorLanes.INTS;
import static org.cryptotl.he.kernel.VectorLanes.LONGS;
import static org.cryptotl.he.kernel.VectorLanes.LOW;
import static org.cryptotl.he.kernel.VectorLanes.ODD;
import static org.cryptotl.he.kernel.VectorLanes.WIDTH;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import org.cryptotl.he.arith.Modulus;

/** The sums of products with the running sums in registers, in 64-bit lanes, even and odd apart. */
final class VectorProducts implements ProductKernel {

  /** Places that are summed together: two vectors of each output. */
  private static final int BLOCK = 2 * WIDTH;

  /** 64-bit lanes of a vector. */
  private static final int LANES = WIDTH / 2;

  @Override
  public void innerProducts(
      int[][] c,
      int[][] a,
      int[][] b,
      int[] shifts,
      int count,
      int[] outA,
      int[] outB,
      Modulus q) {
    long[] sums = Scratch.longs(2 * BLOCK);
    int[] wrapped = Scratch.ints(2 * BLOCK);
    int n = outA.length;
    for (int i = 0; i < n; i += BLOCK) {
      for (int k = 0; k < count; k += MAX_PRODUCTS) {
        sumBlock(c, a, b, shifts, k, Math.min(count, k + MAX_PRODUCTS), i, n, sums, wrapped);
        reduceBlock(sums, 0, outA, i, k > 0, q);
        reduceBlock(sums, BLOCK, outB, i, k > 0, q);
      }
    }
  }

  /** Leaves the even and odd lanes of the sums of a, then of b, vector after vector. */
  private static void sumBlock(
      int[][] c,
      int[][] a,
      int[][] b,
      int[] shifts,
      int from,
      int end,
      int i,
      int n,
      long[] sums,
      int[] wrapped) {
    LongVector evenA0 = LongVector.zero(LONGS);
    LongVector oddA0 = evenA0;
    LongVector evenA1 = evenA0;
    LongVector oddA1 = evenA0;
    LongVector evenB0 = evenA0;
    LongVector oddB0 = evenA0;
    LongVector evenB1 = evenA0;
    LongVector oddB1 = evenA0;
    for (int k = from; k < end; k++) {
      int[] x = a[k];
      int[] y = b[k];
      int at = (i + shifts[k]) & (n - 1);
      int atY = at;
      if (at > n - BLOCK) {
        copyAcrossEnd(x, at, wrapped, 0);
        copyAcrossEnd(y, at, wrapped, BLOCK);
        x = wrapped;
        y = wrapped;
        at = 0;
        atY = BLOCK;
      }
      LongVector c0 = IntVector.fromArray(INTS, c[k], i).reinterpretAsLongs();
      LongVector c1 = IntVector.fromArray(INTS, c[k], i + WIDTH).reinterpretAsLongs();
      LongVector even0 = c0.and(LOW);
      LongVector odd0 = c0.lanewise(LSHR, 32);
      LongVector even1 = c1.and(LOW);
      LongVector odd1 = c1.lanewise(LSHR, 32);
      LongVector x0 = IntVector.fromArray(INTS, x, at).reinterpretAsLongs();
      evenA0 = evenA0.add(even0.mul(x0.and(LOW)));
      oddA0 = oddA0.add(odd0.mul(x0.lanewise(LSHR, 32)));
      LongVector x1 = IntVector.fromArray(INTS, x, at + WIDTH).reinterpretAsLongs();
      evenA1 = evenA1.add(even1.mul(x1.and(LOW)));
      oddA1 = oddA1.add(odd1.mul(x1.lanewise(LSHR, 32)));
      LongVector y0 = IntVector.fromArray(INTS, y, atY).reinterpretAsLongs();
      evenB0 = evenB0.add(even0.mul(y0.and(LOW)));
      oddB0 = oddB0.add(odd0.mul(y0.lanewise(LSHR, 32)));
      LongVector y1 = IntVector.fromArray(INTS, y, atY + WIDTH).reinterpretAsLongs();
      evenB1 = evenB1.add(even1.mul(y1.and(LOW)));
      oddB1 = oddB1.add(odd1.mul(y1.lanewise(LSHR, 32)));
    }
    evenA0.intoArray(sums, 0);
    oddA0.intoArray(sums, LANES);
    evenA1.intoArray(sums, 2 * LANES);
    oddA1.intoArray(sums, 3 * LANES);
    evenB0.intoArray(sums, 4 * LANES);
    oddB0.intoArray(sums, 5 * LANES);
    evenB1.intoArray(sums, 6 * LANES);
    oddB1.intoArray(sums, 7 * LANES);
  }

  /** A block of places from {@code at} on, continuing at the beginning where the limb ends. */
  private static void copyAcrossEnd(int[] limb, int at, int[] to, int offset) {
    int inside = limb.length - at;
    System.arraycopy(limb, at, to, offset, inside);
    System.arraycopy(limb, 0, to, offset + inside, BLOCK - inside);
  }

  private static void reduceBlock(
      long[] sums, int from, int[] out, int i, boolean add, Modulus q) {
    IntVector inverse = IntVector.broadcast(INTS, q.inverse32());
    IntVector vq = IntVector.broadcast(INTS, q.value());
    for (int v = 0; v < BLOCK; v += WIDTH) {
      LongVector even = LongVector.fromArray(LONGS, sums, from + v);
      LongVector odd = LongVector.fromArray(LONGS, sums, from + v + LANES);
      IntVector r = montgomeryReduce(even, odd, inverse, vq);
      if (add) {
        r = r.add(IntVector.fromArray(INTS, out, i + v));
        r = r.lanewise(UMIN, r.sub(vq));
      }
      r.intoArray(out, i + v);
    }
  }

  /**
   * x 2^-32 mod q for 64-bit lanes x below 2^34 q: with m = x q^-1 mod 2^32, the high half of x
   * less that of m q. The one is in [0, 4q) and is brought below 2q, the other is in [0, q).
   *
   * @param inverse q^-1 mod 2^32 in each lane
   * @param vq q in each lane
   */
  static IntVector montgomeryReduce(
      LongVector even, LongVector odd, IntVector inverse, IntVector vq) {
    LongVector m =
        even.reinterpretAsInts()
            .blend(odd.lanewise(LSHL, 32).reinterpretAsInts(), ODD)
            .mul(inverse)
            .reinterpretAsLongs();
    LongVector lanesQ = vq.reinterpretAsLongs().and(LOW);
    IntVector product =
        m.and(LOW)
            .mul(lanesQ)
            .lanewise(LSHR, 32)
            .reinterpretAsInts()
            .blend(m.lanewise(LSHR, 32).mul(lanesQ).reinterpretAsInts(), ODD);
    IntVector r = even.lanewise(LSHR, 32).reinterpretAsInts().blend(odd.reinterpretAsInts(), ODD);
    IntVector twoQ = vq.add(vq);
    r = r.lanewise(UMIN, r.sub(twoQ)).sub(product).add(vq);
    r = r.lanewise(UMIN, r.sub(twoQ));
    return r.lanewise(UMIN, r.sub(vq));
  }

  @Override
  public void matrixProduct(WeightMatrix weights, int[][] x, int[][] out, Modulus q) {
    VectorMatrix.product(weights, x, out, q);
  }
}
