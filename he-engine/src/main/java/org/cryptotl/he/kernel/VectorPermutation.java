package org.cryptotl.he.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.UMIN;
import static org.cryptotl.he.kernel.ProductKernel.BLOCK;
import static org.cryptotl.he.kernel.VectorLanes.INTS;
import static org.cryptotl.he.kernel.VectorLanes.LONGS;
import static org.cryptotl.he.kernel.VectorLanes.LOW;
import static org.cryptotl.he.kernel.VectorLanes.ODD;
import static org.cryptotl.he.kernel.VectorLanes.WIDTH;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import org.cryptotl.he.arith.Modulus;

/** The permuted sums of products of key switching: one pass from digits and key to their place. */
final class VectorPermutation {

  /** Places whose sums are kept, in the first-level cache, before they are reduced. */
  private static final int CHUNK = 512;

  /** Products of two residues modulo q below 2^30 whose sum is below 4 q^2 and thus 2^32 q. */
  private static final int FEW = 4;

  /** 64-bit lanes of a vector. */
  private static final int LANES = WIDTH / 2;

  private VectorPermutation() {}

  static void products(
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
    int n = c[0].length;
    int end = from + length;
    // The block whose source reaches over the end of a limb, if shift is no multiple of BLOCK.
    int crossing = (n - shift) / BLOCK * BLOCK;
    int wrap = Math.clamp(crossing, from, end);
    int next = wrap == crossing && wrap < end && shift % BLOCK != 0 ? wrap + BLOCK : wrap;
    blocks(
        c,
        a,
        b,
        count,
        lift,
        factor,
        swap,
        from + shift,
        wrap - from,
        outA,
        atA,
        outB,
        atB,
        stride,
        add,
        q);
    int done = (wrap - from) / BLOCK * stride;
    if (next > wrap) {
      ScalarProducts.permutedBlocks(
          c,
          a,
          count,
          lift,
          factor,
          shift,
          swap,
          wrap,
          next,
          wrap,
          outA,
          atA + done,
          stride,
          add,
          q);
      ScalarProducts.permutedBlocks(
          c, b, count, null, 0, shift, swap, wrap, next, wrap, outB, atB + done, stride, add, q);
      done += stride;
    }
    blocks(
        c,
        a,
        b,
        count,
        lift,
        factor,
        swap,
        (next + shift) & (n - 1),
        end - next,
        outA,
        atA + done,
        outB,
        atB + done,
        stride,
        add,
        q);
  }

  /** The sums of places from {@code first} on, which do not reach over the end. */
  private static void blocks(
      int[][] c,
      int[][] a,
      int[][] b,
      int count,
      int[] lift,
      int factor,
      boolean swap,
      int first,
      int length,
      int[] outA,
      int atA,
      int[] outB,
      int atB,
      int stride,
      boolean add,
      Modulus q) {
    int[] lifted = lift == null ? c[0] : lift;
    long liftFactor = lift == null ? 0 : factor;
    long[] sums = Scratch.longs(2 * CHUNK);
    for (int at = 0; at < length; at += CHUNK) {
      int places = Math.min(CHUNK, length - at);
      int done = at / BLOCK * stride;
      sums(c, a, b, count, lifted, liftFactor, first + at, places, sums);
      if (count < FEW) {
        storeFew(sums, 0, places, outA, atA + done, stride, swap, add, q);
        storeFew(sums, WIDTH, places, outB, atB + done, stride, swap, add, q);
      } else {
        store(sums, 0, places, outA, atA + done, stride, swap, add, q);
        store(sums, WIDTH, places, outB, atB + done, stride, swap, add, q);
      }
    }
  }

  /** Leaves the even and odd lanes of A, then those of B, vector after vector. */
  private static void sums(
      int[][] c,
      int[][] a,
      int[][] b,
      int count,
      int[] lift,
      long factor,
      int first,
      int length,
      long[] sums) {
    LongVector liftFactor = LongVector.broadcast(LONGS, factor).and(LOW);
    int[] c0 = c[0];
    int[] a0 = a[0];
    int[] b0 = b[0];
    int second = Math.min(1, count - 1);
    int[] c1 = c[second];
    int[] a1 = a[second];
    int[] b1 = b[second];
    int third = Math.min(2, count - 1);
    int[] c2 = c[third];
    int[] a2 = a[third];
    int[] b2 = b[third];
    for (int i = 0; i < length; i += WIDTH) {
      LongVector w = IntVector.fromArray(INTS, lift, first + i).reinterpretAsLongs();
      LongVector x = IntVector.fromArray(INTS, c0, first + i).reinterpretAsLongs();
      LongVector y = IntVector.fromArray(INTS, a0, first + i).reinterpretAsLongs();
      LongVector z = IntVector.fromArray(INTS, b0, first + i).reinterpretAsLongs();
      LongVector even = x.and(LOW);
      LongVector odd = x.lanewise(LSHR, 32);
      LongVector evenA = w.and(LOW).mul(liftFactor).add(even.mul(y.and(LOW)));
      LongVector oddA = w.lanewise(LSHR, 32).mul(liftFactor).add(odd.mul(y.lanewise(LSHR, 32)));
      LongVector evenB = even.mul(z.and(LOW));
      LongVector oddB = odd.mul(z.lanewise(LSHR, 32));
      if (second > 0) {
        x = IntVector.fromArray(INTS, c1, first + i).reinterpretAsLongs();
        y = IntVector.fromArray(INTS, a1, first + i).reinterpretAsLongs();
        z = IntVector.fromArray(INTS, b1, first + i).reinterpretAsLongs();
        even = x.and(LOW);
        odd = x.lanewise(LSHR, 32);
        evenA = evenA.add(even.mul(y.and(LOW)));
        oddA = oddA.add(odd.mul(y.lanewise(LSHR, 32)));
        evenB = evenB.add(even.mul(z.and(LOW)));
        oddB = oddB.add(odd.mul(z.lanewise(LSHR, 32)));
      }
      if (third > 1) {
        x = IntVector.fromArray(INTS, c2, first + i).reinterpretAsLongs();
        y = IntVector.fromArray(INTS, a2, first + i).reinterpretAsLongs();
        z = IntVector.fromArray(INTS, b2, first + i).reinterpretAsLongs();
        even = x.and(LOW);
        odd = x.lanewise(LSHR, 32);
        evenA = evenA.add(even.mul(y.and(LOW)));
        oddA = oddA.add(odd.mul(y.lanewise(LSHR, 32)));
        evenB = evenB.add(even.mul(z.and(LOW)));
        oddB = oddB.add(odd.mul(z.lanewise(LSHR, 32)));
      }
      for (int t = 3; t < count; t++) {
        x = IntVector.fromArray(INTS, c[t], first + i).reinterpretAsLongs();
        y = IntVector.fromArray(INTS, a[t], first + i).reinterpretAsLongs();
        z = IntVector.fromArray(INTS, b[t], first + i).reinterpretAsLongs();
        even = x.and(LOW);
        odd = x.lanewise(LSHR, 32);
        evenA = evenA.add(even.mul(y.and(LOW)));
        oddA = oddA.add(odd.mul(y.lanewise(LSHR, 32)));
        evenB = evenB.add(even.mul(z.and(LOW)));
        oddB = oddB.add(odd.mul(z.lanewise(LSHR, 32)));
      }
      evenA.intoArray(sums, 2 * i);
      oddA.intoArray(sums, 2 * i + LANES);
      evenB.intoArray(sums, 2 * i + 2 * LANES);
      oddB.intoArray(sums, 2 * i + 3 * LANES);
    }
  }

  private static void store(
      long[] sums,
      int from,
      int length,
      int[] out,
      int at,
      int stride,
      boolean swap,
      boolean add,
      Modulus q) {
    IntVector inverse = IntVector.broadcast(INTS, q.inverse32());
    IntVector vq = IntVector.broadcast(INTS, q.value());
    for (int i = 0; i < length; i += WIDTH) {
      LongVector even = LongVector.fromArray(LONGS, sums, from + 2 * i);
      LongVector odd = LongVector.fromArray(LONGS, sums, from + 2 * i + LANES);
      IntVector r = VectorProducts.montgomeryReduce(even, odd, inverse, vq);
      int place = at + i / BLOCK * stride + i % BLOCK;
      if (swap) {
        r = r.reinterpretAsLongs().lanewise(ROL, 32).reinterpretAsInts();
      }
      if (add) {
        r = r.add(IntVector.fromArray(INTS, out, place));
        r = r.lanewise(UMIN, r.sub(vq));
      }
      r.intoArray(out, place);
    }
  }

  /** As {@link #store}, for sums below 2^32 q, which up to four products are. */
  private static void storeFew(
      long[] sums,
      int from,
      int length,
      int[] out,
      int at,
      int stride,
      boolean swap,
      boolean add,
      Modulus q) {
    IntVector inverse = IntVector.broadcast(INTS, q.inverse32());
    IntVector vq = IntVector.broadcast(INTS, q.value());
    LongVector lanesQ = vq.reinterpretAsLongs().and(LOW);
    for (int i = 0; i < length; i += WIDTH) {
      LongVector even = LongVector.fromArray(LONGS, sums, from + 2 * i);
      LongVector odd = LongVector.fromArray(LONGS, sums, from + 2 * i + LANES);
      // The high half of x less that of m q, with m = x q^-1 mod 2^32; both are in [0, q).
      LongVector m =
          even.reinterpretAsInts()
              .blend(odd.lanewise(LSHL, 32).reinterpretAsInts(), ODD)
              .mul(inverse)
              .reinterpretAsLongs();
      even = even.sub(m.and(LOW).mul(lanesQ));
      odd = odd.sub(m.lanewise(LSHR, 32).mul(lanesQ));
      IntVector r = even.lanewise(LSHR, 32).reinterpretAsInts().blend(odd.reinterpretAsInts(), ODD);
      r = r.lanewise(UMIN, r.add(vq));
      int place = at + i / BLOCK * stride + i % BLOCK;
      if (swap) {
        r = r.reinterpretAsLongs().lanewise(ROL, 32).reinterpretAsInts();
      }
      if (add) {
        r = r.add(IntVector.fromArray(INTS, out, place));
        r = r.lanewise(UMIN, r.sub(vq));
      }
      r.intoArray(out, place);
    }
  }
}
