package org.cryptotl.he.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.UMIN;
import static org.cryptotl.he.kernel.VectorLanes.INTS;
import static org.cryptotl.he.kernel.VectorLanes.LONGS;
import static org.cryptotl.he.kernel.VectorLanes.LOW;
import static org.cryptotl.he.kernel.VectorLanes.ODD;
import static org.cryptotl.he.kernel.VectorLanes.WIDTH;
import static org.cryptotl.he.kernel.VectorLanes.multiplyShoup;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import org.cryptotl.he.arith.Modulus;

/** The limb operations on vectors of 32-bit lanes; products in 64-bit lanes, even and odd apart. */
final class VectorLimbs implements LimbKernel {

  @Override
  public void add(int[] a, int[] b, int[] out, Modulus q) {
    IntVector vq = IntVector.broadcast(INTS, q.value());
    for (int i = 0; i < a.length; i += WIDTH) {
      IntVector sum = IntVector.fromArray(INTS, a, i).add(IntVector.fromArray(INTS, b, i));
      sum.lanewise(UMIN, sum.sub(vq)).intoArray(out, i);
    }
  }

  @Override
  public void subtract(int[] a, int[] b, int[] out, Modulus q) {
    IntVector vq = IntVector.broadcast(INTS, q.value());
    for (int i = 0; i < a.length; i += WIDTH) {
      IntVector difference = IntVector.fromArray(INTS, a, i).sub(IntVector.fromArray(INTS, b, i));
      difference.lanewise(UMIN, difference.add(vq)).intoArray(out, i);
    }
  }

  @Override
  public void negate(int[] a, int[] out, Modulus q) {
    IntVector vq = IntVector.broadcast(INTS, q.value());
    for (int i = 0; i < a.length; i += WIDTH) {
      IntVector negative = vq.sub(IntVector.fromArray(INTS, a, i));
      negative.lanewise(UMIN, negative.sub(vq)).intoArray(out, i);
    }
  }

  @Override
  public void multiply(int[] a, int[] b, int[] out, Modulus q) {
    VectorBarrett barrett = VectorBarrett.of(q);
    for (int i = 0; i < a.length; i += WIDTH) {
      LongVector x = IntVector.fromArray(INTS, a, i).reinterpretAsLongs();
      LongVector y = IntVector.fromArray(INTS, b, i).reinterpretAsLongs();
      LongVector even = x.and(LOW).mul(y.and(LOW));
      LongVector odd = x.lanewise(LSHR, 32).mul(y.lanewise(LSHR, 32));
      barrett.reduce(even, odd).intoArray(out, i);
    }
  }

  @Override
  public void multiplyAdd(int[] a, int[] b, int[] c, int[] out, Modulus q) {
    VectorBarrett barrett = VectorBarrett.of(q);
    for (int i = 0; i < a.length; i += WIDTH) {
      LongVector x = IntVector.fromArray(INTS, a, i).reinterpretAsLongs();
      LongVector y = IntVector.fromArray(INTS, b, i).reinterpretAsLongs();
      LongVector z = IntVector.fromArray(INTS, c, i).reinterpretAsLongs();
      LongVector even = x.and(LOW).mul(y.and(LOW)).add(z.and(LOW));
      LongVector odd = x.lanewise(LSHR, 32).mul(y.lanewise(LSHR, 32)).add(z.lanewise(LSHR, 32));
      barrett.reduce(even, odd).intoArray(out, i);
    }
  }

  @Override
  public void multiplySum(int[] a, int[] b, int[] c, int[] d, int[] out, Modulus q) {
    VectorBarrett barrett = VectorBarrett.of(q);
    for (int i = 0; i < a.length; i += WIDTH) {
      LongVector x = IntVector.fromArray(INTS, a, i).reinterpretAsLongs();
      LongVector y = IntVector.fromArray(INTS, b, i).reinterpretAsLongs();
      LongVector z = IntVector.fromArray(INTS, c, i).reinterpretAsLongs();
      LongVector t = IntVector.fromArray(INTS, d, i).reinterpretAsLongs();
      LongVector even = x.and(LOW).mul(y.and(LOW)).add(z.and(LOW).mul(t.and(LOW)));
      LongVector odd =
          x.lanewise(LSHR, 32)
              .mul(y.lanewise(LSHR, 32))
              .add(z.lanewise(LSHR, 32).mul(t.lanewise(LSHR, 32)));
      barrett.reduce(even, odd).intoArray(out, i);
    }
  }

  @Override
  public void multiplyScalar(int[] a, int w, int[] out, Modulus q) {
    IntVector vq = IntVector.broadcast(INTS, q.value());
    IntVector vw = IntVector.broadcast(INTS, w);
    LongVector shoup = LongVector.broadcast(LONGS, q.shoupQuotient(w) & LOW).and(LOW);
    for (int i = 0; i < a.length; i += WIDTH) {
      IntVector r = multiplyShoup(IntVector.fromArray(INTS, a, i), vw, shoup, shoup, vq);
      r.lanewise(UMIN, r.sub(vq)).intoArray(out, i);
    }
  }

  @Override
  public void multiplyScalarAdd(int[] a, int w, int[] out, Modulus q) {
    IntVector vq = IntVector.broadcast(INTS, q.value());
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q.value());
    IntVector vw = IntVector.broadcast(INTS, w);
    LongVector shoup = LongVector.broadcast(LONGS, q.shoupQuotient(w) & LOW).and(LOW);
    for (int i = 0; i < a.length; i += WIDTH) {
      IntVector r = multiplyShoup(IntVector.fromArray(INTS, a, i), vw, shoup, shoup, vq);
      r = r.add(IntVector.fromArray(INTS, out, i));
      r = r.lanewise(UMIN, r.sub(twoQ));
      r.lanewise(UMIN, r.sub(vq)).intoArray(out, i);
    }
  }

  @Override
  public void subtractMultiplyScalar(int[] a, int[] b, int w, int[] out, Modulus q) {
    IntVector vq = IntVector.broadcast(INTS, q.value());
    IntVector vw = IntVector.broadcast(INTS, w);
    LongVector shoup = LongVector.broadcast(LONGS, q.shoupQuotient(w) & LOW).and(LOW);
    for (int i = 0; i < a.length; i += WIDTH) {
      IntVector difference =
          IntVector.fromArray(INTS, a, i).sub(IntVector.fromArray(INTS, b, i)).add(vq);
      IntVector r = multiplyShoup(difference, vw, shoup, shoup, vq);
      r.lanewise(UMIN, r.sub(vq)).intoArray(out, i);
    }
  }

  @Override
  public void addScalar(int[] a, int w, int[] out, Modulus q) {
    IntVector vq = IntVector.broadcast(INTS, q.value());
    for (int i = 0; i < a.length; i += WIDTH) {
      IntVector sum = IntVector.fromArray(INTS, a, i).add(w);
      sum.lanewise(UMIN, sum.sub(vq)).intoArray(out, i);
    }
  }

  @Override
  public void combine(int[] a, int offset, int[] out, Modulus q) {
    IntVector vq = IntVector.broadcast(INTS, q.value());
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q.value());
    IntVector one = IntVector.broadcast(INTS, 1);
    LongVector shoup = LongVector.broadcast(LONGS, q.shoupQuotient(1) & LOW).and(LOW);
    for (int i = 0; i < a.length; i += WIDTH) {
      IntVector r = multiplyShoup(IntVector.fromArray(INTS, a, i), one, shoup, shoup, vq);
      r = r.add(offset);
      r = r.lanewise(UMIN, r.sub(twoQ));
      r.lanewise(UMIN, r.sub(vq)).intoArray(out, i);
    }
  }

  @Override
  public void combine(int[] a, int[] b, int w, int offset, int[] out, Modulus q) {
    IntVector vq = IntVector.broadcast(INTS, q.value());
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q.value());
    IntVector one = IntVector.broadcast(INTS, 1);
    LongVector oneShoup = LongVector.broadcast(LONGS, q.shoupQuotient(1) & LOW).and(LOW);
    IntVector vw = IntVector.broadcast(INTS, w);
    LongVector shoup = LongVector.broadcast(LONGS, q.shoupQuotient(w) & LOW).and(LOW);
    for (int i = 0; i < a.length; i += WIDTH) {
      IntVector x = multiplyShoup(IntVector.fromArray(INTS, a, i), one, oneShoup, oneShoup, vq);
      IntVector y = multiplyShoup(IntVector.fromArray(INTS, b, i), vw, shoup, shoup, vq);
      IntVector r = x.add(y);
      r = r.lanewise(UMIN, r.sub(twoQ)).add(offset);
      r = r.lanewise(UMIN, r.sub(twoQ));
      r.lanewise(UMIN, r.sub(vq)).intoArray(out, i);
    }
  }

  @Override
  public void fromSigned(int[] a, int[] out, Modulus q) {
    for (int i = 0; i < a.length; i += WIDTH) {
      IntVector x = IntVector.fromArray(INTS, a, i);
      x.add(x.lanewise(ASHR, 31).and(q.value())).intoArray(out, i);
    }
  }

  @Override
  public void fromDoubles(double[] a, double largest, int[] out, int from, Modulus q) {
    DoubleResidues.write(a, largest, out, from, q);
  }

  @Override
  public void swapNeighbours(int[] a, int[] out) {
    for (int i = 0; i < a.length; i += WIDTH) {
      LongVector pairs = IntVector.fromArray(INTS, a, i).reinterpretAsLongs();
      pairs.lanewise(ROL, 32).reinterpretAsInts().intoArray(out, i);
    }
  }

  /**
   * Barrett reduction of sums of at most two products of residues (Menezes et al., Handbook of
   * Applied Cryptography, 14.42), for a prime q of k bits.
   *
   * @param vq q in each lane
   * @param twoQ 2q in each lane
   * @param shift k - 1
   * @param ratio floor(2^(k+31) / q), below 2^32, in each lane
   */
  private record VectorBarrett(IntVector vq, IntVector twoQ, int shift, LongVector ratio) {

    static VectorBarrett of(Modulus q) {
      int shift = 31 - Integer.numberOfLeadingZeros(q.value());
      long ratio = (1L << (shift + 32)) / q.value();
      return new VectorBarrett(
          IntVector.broadcast(INTS, q.value()),
          IntVector.broadcast(INTS, 2 * q.value()),
          shift,
          LongVector.broadcast(LONGS, ratio).and(LOW));
    }

    /** The quotient estimate is short by at most 3, so the remainder is below 4q &lt; 2^32. */
    IntVector reduce(LongVector even, LongVector odd) {
      LongVector evenQuotient = even.lanewise(LSHR, shift).and(LOW).mul(ratio).lanewise(LSHR, 32);
      LongVector oddQuotient = odd.lanewise(LSHR, shift).and(LOW).mul(ratio).lanewise(LSHR, 32);
      IntVector low =
          even.reinterpretAsInts().blend(odd.lanewise(LSHL, 32).reinterpretAsInts(), ODD);
      IntVector quotient =
          evenQuotient
              .reinterpretAsInts()
              .blend(oddQuotient.lanewise(LSHL, 32).reinterpretAsInts(), ODD);
      IntVector r = low.sub(quotient.mul(vq));
      r = r.lanewise(UMIN, r.sub(twoQ));
      return r.lanewise(UMIN, r.sub(vq));
    }
  }
}
