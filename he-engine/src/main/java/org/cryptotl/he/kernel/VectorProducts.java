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
import jdk.incubator.vector.VectorMask;
import org.cryptotl.he.arith.Modulus;

/** The sums of products with the running sums in registers, in 64-bit lanes, even and odd apart. */
final class VectorProducts implements ProductKernel {

  /** Products of two residues that fit an unsigned 64-bit sum beside a folded one. */
  private static final int FOLD = 8;

  @Override
  public void innerProduct(int[][] a, int[][] b, int count, int[] out, Modulus q) {
    for (int i = 0; i < out.length; i += 2 * WIDTH) {
      block(a, b, count, i, out, q);
    }
  }

  private static void block(int[][] a, int[][] b, int count, int i, int[] out, Modulus q) {
    LongVector even0 = LongVector.zero(LONGS);
    LongVector odd0 = even0;
    LongVector even1 = even0;
    LongVector odd1 = even0;
    int k = 0;
    while (k < count) {
      int end = Math.min(count, k + FOLD);
      for (; k < end; k++) {
        int[] x = a[k];
        int[] y = b[k];
        LongVector x0 = IntVector.fromArray(INTS, x, i).reinterpretAsLongs();
        LongVector y0 = IntVector.fromArray(INTS, y, i).reinterpretAsLongs();
        LongVector x1 = IntVector.fromArray(INTS, x, i + WIDTH).reinterpretAsLongs();
        LongVector y1 = IntVector.fromArray(INTS, y, i + WIDTH).reinterpretAsLongs();
        even0 = even0.add(x0.and(LOW).mul(y0.and(LOW)));
        odd0 = odd0.add(x0.lanewise(LSHR, 32).mul(y0.lanewise(LSHR, 32)));
        even1 = even1.add(x1.and(LOW).mul(y1.and(LOW)));
        odd1 = odd1.add(x1.lanewise(LSHR, 32).mul(y1.lanewise(LSHR, 32)));
      }
      if (k < count) {
        even0 = fold(even0, q);
        odd0 = fold(odd0, q);
        even1 = fold(even1, q);
        odd1 = fold(odd1, q);
      }
    }
    montgomeryReduce(even0, odd0, q).intoArray(out, i);
    montgomeryReduce(even1, odd1, q).intoArray(out, i + WIDTH);
  }

  @Override
  public void shiftedInnerProduct(
      int[][] a, int[] shifts, int[][] b, int count, int[] out, Modulus q) {
    for (int i = 0; i < out.length; i += WIDTH) {
      shiftedBlock(a, shifts, b, count, i, out, q);
    }
  }

  private static void shiftedBlock(
      int[][] a, int[] shifts, int[][] b, int count, int i, int[] out, Modulus q) {
    LongVector even = LongVector.zero(LONGS);
    LongVector odd = even;
    int n = out.length;
    int k = 0;
    while (k < count) {
      int end = Math.min(count, k + FOLD);
      for (; k < end; k++) {
        int start = (i + shifts[k]) & (n - 1);
        LongVector x = loadCyclic(a[k], start, n).reinterpretAsLongs();
        LongVector y = IntVector.fromArray(INTS, b[k], i).reinterpretAsLongs();
        even = even.add(x.and(LOW).mul(y.and(LOW)));
        odd = odd.add(x.lanewise(LSHR, 32).mul(y.lanewise(LSHR, 32)));
      }
      if (k < count) {
        even = fold(even, q);
        odd = fold(odd, q);
      }
    }
    montgomeryReduce(even, odd, q).intoArray(out, i);
  }

  /** Loads WIDTH lanes from {@code start} on, continuing at the beginning where the limb ends. */
  private static IntVector loadCyclic(int[] limb, int start, int n) {
    if (start <= n - WIDTH) {
      return IntVector.fromArray(INTS, limb, start);
    }
    VectorMask<Integer> inside = INTS.indexInRange(start, n);
    IntVector end = IntVector.fromArray(INTS, limb, start, inside);
    return end.blend(IntVector.fromArray(INTS, limb, start - n, inside.not()), inside.not());
  }

  /** Unsigned 64-bit lanes to congruent ones below 2^62 + 2^32. */
  private static LongVector fold(LongVector x, Modulus q) {
    LongVector r32 = LongVector.broadcast(LONGS, q.r32()).and(LOW);
    return x.and(LOW).add(x.lanewise(LSHR, 32).mul(r32));
  }

  /**
   * x 2^-32 mod q for unsigned 64-bit lanes: the high half of x minus that of m q, where m = x q^-1
   * mod 2^32, is in (-q, 2^32); q is added and the sum reduced by 4q, 2q, q.
   */
  static IntVector montgomeryReduce(LongVector even, LongVector odd, Modulus q) {
    long value = q.value();
    LongVector inverse = LongVector.broadcast(LONGS, q.inverse32() & LOW).and(LOW);
    LongVector vq = LongVector.broadcast(LONGS, value).and(LOW);
    LongVector evenM = even.and(LOW).mul(inverse).and(LOW).mul(vq).lanewise(LSHR, 32);
    LongVector oddM = odd.and(LOW).mul(inverse).and(LOW).mul(vq).lanewise(LSHR, 32);
    LongVector e = even.lanewise(LSHR, 32).sub(evenM).add(value);
    LongVector o = odd.lanewise(LSHR, 32).sub(oddM).add(value);
    e = e.lanewise(UMIN, e.sub(4 * value));
    o = o.lanewise(UMIN, o.sub(4 * value));
    IntVector r = e.reinterpretAsInts().blend(o.lanewise(LSHL, 32).reinterpretAsInts(), ODD);
    r = r.lanewise(UMIN, r.sub((int) (2 * value)));
    return r.lanewise(UMIN, r.sub((int) value));
  }

  @Override
  public void matrixProduct(WeightMatrix weights, int[][] x, int[][] out, Modulus q) {
    VectorMatrix.product(weights, x, out, q);
  }
}
