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

  @Override
  public void innerProduct(int[][] a, int[][] b, int count, int[] out, Modulus q) {
    for (int k = 0; k < count; k += MAX_PRODUCTS) {
      chunk(a, b, k, Math.min(count, k + MAX_PRODUCTS), out, q);
    }
  }

  /**
   * Adds the terms from, ..., end - 1 to {@code out}, or writes them there if they are the first.
   */
  private static void chunk(int[][] a, int[][] b, int from, int end, int[] out, Modulus q) {
    LongVector inverse = LongVector.broadcast(LONGS, q.inverse32() & LOW).and(LOW);
    LongVector vq = LongVector.broadcast(LONGS, q.value()).and(LOW);
    for (int i = 0; i < out.length; i += WIDTH) {
      LongVector even = LongVector.zero(LONGS);
      LongVector odd = even;
      for (int k = from; k < end; k++) {
        LongVector x = IntVector.fromArray(INTS, a[k], i).reinterpretAsLongs();
        LongVector y = IntVector.fromArray(INTS, b[k], i).reinterpretAsLongs();
        even = even.add(x.and(LOW).mul(y.and(LOW)));
        odd = odd.add(x.lanewise(LSHR, 32).mul(y.lanewise(LSHR, 32)));
      }
      IntVector r = montgomeryReduce(even, odd, inverse, vq);
      if (from > 0) {
        r = r.add(IntVector.fromArray(INTS, out, i));
        r = r.lanewise(UMIN, r.sub(q.value()));
      }
      r.intoArray(out, i);
    }
  }

  @Override
  public void shiftedInnerProduct(
      int[][] a, int[] shifts, int[][] b, int count, int[] out, Modulus q) {
    for (int k = 0; k < count; k += MAX_PRODUCTS) {
      shiftedChunk(a, shifts, b, k, Math.min(count, k + MAX_PRODUCTS), out, q);
    }
  }

  private static void shiftedChunk(
      int[][] a, int[] shifts, int[][] b, int from, int end, int[] out, Modulus q) {
    LongVector inverse = LongVector.broadcast(LONGS, q.inverse32() & LOW).and(LOW);
    LongVector vq = LongVector.broadcast(LONGS, q.value()).and(LOW);
    int n = out.length;
    for (int i = 0; i < n; i += WIDTH) {
      LongVector even = LongVector.zero(LONGS);
      LongVector odd = even;
      for (int k = from; k < end; k++) {
        int start = (i + shifts[k]) & (n - 1);
        IntVector places =
            start <= n - WIDTH
                ? IntVector.fromArray(INTS, a[k], start)
                : loadAcrossEnd(a[k], start, n);
        LongVector x = places.reinterpretAsLongs();
        LongVector y = IntVector.fromArray(INTS, b[k], i).reinterpretAsLongs();
        even = even.add(x.and(LOW).mul(y.and(LOW)));
        odd = odd.add(x.lanewise(LSHR, 32).mul(y.lanewise(LSHR, 32)));
      }
      IntVector r = montgomeryReduce(even, odd, inverse, vq);
      if (from > 0) {
        r = r.add(IntVector.fromArray(INTS, out, i));
        r = r.lanewise(UMIN, r.sub(q.value()));
      }
      r.intoArray(out, i);
    }
  }

  /** The lanes from {@code start} on, continuing at the beginning where the limb ends. */
  private static IntVector loadAcrossEnd(int[] limb, int start, int n) {
    VectorMask<Integer> inside = INTS.indexInRange(start, n);
    IntVector end = IntVector.fromArray(INTS, limb, start, inside);
    return end.blend(IntVector.fromArray(INTS, limb, start - n, inside.not()), inside.not());
  }

  /**
   * x 2^-32 mod q for lanes x below 2^34 q: the high half of x minus that of m q, where m = x q^-1
   * mod 2^32, is in (-q, 4q); q is added and the sum reduced by 4q, 2q, q.
   *
   * @param inverse q^-1 mod 2^32 in each lane
   * @param vq q in each lane
   */
  static IntVector montgomeryReduce(
      LongVector even, LongVector odd, LongVector inverse, LongVector vq) {
    LongVector evenM = even.and(LOW).mul(inverse).and(LOW).mul(vq).lanewise(LSHR, 32);
    LongVector oddM = odd.and(LOW).mul(inverse).and(LOW).mul(vq).lanewise(LSHR, 32);
    LongVector e = even.lanewise(LSHR, 32).sub(evenM).add(vq);
    LongVector o = odd.lanewise(LSHR, 32).sub(oddM).add(vq);
    LongVector fourQ = vq.lanewise(LSHL, 2);
    e = e.lanewise(UMIN, e.sub(fourQ));
    o = o.lanewise(UMIN, o.sub(fourQ));
    IntVector r = e.reinterpretAsInts().blend(o.lanewise(LSHL, 32).reinterpretAsInts(), ODD);
    IntVector once = vq.or(vq.lanewise(LSHL, 32)).reinterpretAsInts();
    IntVector twice = once.add(once);
    r = r.lanewise(UMIN, r.sub(twice));
    return r.lanewise(UMIN, r.sub(once));
  }

  @Override
  public void matrixProduct(WeightMatrix weights, int[][] x, int[][] out, Modulus q) {
    VectorMatrix.product(weights, x, out, q);
  }
}
