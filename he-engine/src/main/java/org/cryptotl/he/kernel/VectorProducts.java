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

/** The sums of products in 64-bit lanes, even and odd 32-bit lanes apart. */
final class VectorProducts implements ProductKernel {

  /** Places whose sums are kept, in the first-level cache, before they are reduced. */
  private static final int CHUNK = 1024;

  /** 64-bit lanes of a vector. */
  private static final int LANES = WIDTH / 2;

  @Override
  public void innerProducts(
      int[][] c, int[][] a, int[][] b, int count, int[] outA, int[] outB, Modulus q) {
    int step = Math.min(outA.length, CHUNK);
    long[] sums = Scratch.longs(2 * step);
    for (int at = 0; at < outA.length; at += step) {
      for (int first = 0; first < count; first += MAX_PRODUCTS) {
        int end = Math.min(count, first + MAX_PRODUCTS);
        for (int k = first; k < end; k += 4) {
          addProducts(c, a, b, k, Math.min(4, end - k), k == first, at, step, sums);
        }
        reduce(sums, 0, outA, at, step, first > 0, q);
        reduce(sums, step, outB, at, step, first > 0, q);
      }
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
    VectorPermutation.products(
        c, a, b, count, lift, factor, shift, swap, from, length, outA, atA, outB, atB, stride, add,
        q);
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
    VectorDiagonals.sums(factors, pairs, width, terms, from, length, outA, outB, q);
  }

  /**
   * Adds up to four terms to the sums, or sets the sums to them: the even lanes of each vector of
   * outA's, then the odd ones; behind all of these, outB's. Limbs are looked up once, outside the
   * loop, and four terms share one access to the sums.
   */
  private static void addProducts(
      int[][] c,
      int[][] a,
      int[][] b,
      int k,
      int terms,
      boolean first,
      int at,
      int length,
      long[] sums) {
    int[] c0 = c[k];
    int[] a0 = a[k];
    int[] b0 = b[k];
    int[] c1 = terms > 1 ? c[k + 1] : c[k];
    int[] a1 = terms > 1 ? a[k + 1] : a[k];
    int[] b1 = terms > 1 ? b[k + 1] : b[k];
    int[] c2 = terms > 2 ? c[k + 2] : c[k];
    int[] a2 = terms > 2 ? a[k + 2] : a[k];
    int[] b2 = terms > 2 ? b[k + 2] : b[k];
    int[] c3 = terms > 3 ? c[k + 3] : c[k];
    int[] a3 = terms > 3 ? a[k + 3] : a[k];
    int[] b3 = terms > 3 ? b[k + 3] : b[k];
    for (int i = 0; i < length; i += WIDTH) {
      LongVector evenA = first ? LongVector.zero(LONGS) : LongVector.fromArray(LONGS, sums, i);
      LongVector oddA =
          first ? LongVector.zero(LONGS) : LongVector.fromArray(LONGS, sums, i + LANES);
      LongVector evenB =
          first ? LongVector.zero(LONGS) : LongVector.fromArray(LONGS, sums, length + i);
      LongVector oddB =
          first ? LongVector.zero(LONGS) : LongVector.fromArray(LONGS, sums, length + i + LANES);
      LongVector x0 = IntVector.fromArray(INTS, c0, at + i).reinterpretAsLongs();
      LongVector y0 = IntVector.fromArray(INTS, a0, at + i).reinterpretAsLongs();
      LongVector z0 = IntVector.fromArray(INTS, b0, at + i).reinterpretAsLongs();
      LongVector even0 = x0.and(LOW);
      LongVector odd0 = x0.lanewise(LSHR, 32);
      evenA = evenA.add(even0.mul(y0.and(LOW)));
      oddA = oddA.add(odd0.mul(y0.lanewise(LSHR, 32)));
      evenB = evenB.add(even0.mul(z0.and(LOW)));
      oddB = oddB.add(odd0.mul(z0.lanewise(LSHR, 32)));
      if (terms > 1) {
        LongVector x1 = IntVector.fromArray(INTS, c1, at + i).reinterpretAsLongs();
        LongVector y1 = IntVector.fromArray(INTS, a1, at + i).reinterpretAsLongs();
        LongVector z1 = IntVector.fromArray(INTS, b1, at + i).reinterpretAsLongs();
        LongVector even1 = x1.and(LOW);
        LongVector odd1 = x1.lanewise(LSHR, 32);
        evenA = evenA.add(even1.mul(y1.and(LOW)));
        oddA = oddA.add(odd1.mul(y1.lanewise(LSHR, 32)));
        evenB = evenB.add(even1.mul(z1.and(LOW)));
        oddB = oddB.add(odd1.mul(z1.lanewise(LSHR, 32)));
      }
      if (terms > 2) {
        LongVector x2 = IntVector.fromArray(INTS, c2, at + i).reinterpretAsLongs();
        LongVector y2 = IntVector.fromArray(INTS, a2, at + i).reinterpretAsLongs();
        LongVector z2 = IntVector.fromArray(INTS, b2, at + i).reinterpretAsLongs();
        LongVector even2 = x2.and(LOW);
        LongVector odd2 = x2.lanewise(LSHR, 32);
        evenA = evenA.add(even2.mul(y2.and(LOW)));
        oddA = oddA.add(odd2.mul(y2.lanewise(LSHR, 32)));
        evenB = evenB.add(even2.mul(z2.and(LOW)));
        oddB = oddB.add(odd2.mul(z2.lanewise(LSHR, 32)));
      }
      if (terms > 3) {
        LongVector x3 = IntVector.fromArray(INTS, c3, at + i).reinterpretAsLongs();
        LongVector y3 = IntVector.fromArray(INTS, a3, at + i).reinterpretAsLongs();
        LongVector z3 = IntVector.fromArray(INTS, b3, at + i).reinterpretAsLongs();
        LongVector even3 = x3.and(LOW);
        LongVector odd3 = x3.lanewise(LSHR, 32);
        evenA = evenA.add(even3.mul(y3.and(LOW)));
        oddA = oddA.add(odd3.mul(y3.lanewise(LSHR, 32)));
        evenB = evenB.add(even3.mul(z3.and(LOW)));
        oddB = oddB.add(odd3.mul(z3.lanewise(LSHR, 32)));
      }
      evenA.intoArray(sums, i);
      oddA.intoArray(sums, i + LANES);
      evenB.intoArray(sums, length + i);
      oddB.intoArray(sums, length + i + LANES);
    }
  }

  private static void reduce(
      long[] sums, int from, int[] out, int at, int length, boolean add, Modulus q) {
    IntVector inverse = IntVector.broadcast(INTS, q.inverse32());
    IntVector vq = IntVector.broadcast(INTS, q.value());
    for (int i = 0; i < length; i += WIDTH) {
      LongVector even = LongVector.fromArray(LONGS, sums, from + i);
      LongVector odd = LongVector.fromArray(LONGS, sums, from + i + LANES);
      IntVector r = montgomeryReduce(even, odd, inverse, vq);
      if (add) {
        r = r.add(IntVector.fromArray(INTS, out, at + i));
        r = r.lanewise(UMIN, r.sub(vq));
      }
      r.intoArray(out, at + i);
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
