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
    IntVector inverse = IntVector.broadcast(INTS, q.inverse32());
    IntVector vq = IntVector.broadcast(INTS, q.value());
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
        r = r.lanewise(UMIN, r.sub(vq));
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
    IntVector inverse = IntVector.broadcast(INTS, q.inverse32());
    IntVector vq = IntVector.broadcast(INTS, q.value());
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
        r = r.lanewise(UMIN, r.sub(vq));
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
