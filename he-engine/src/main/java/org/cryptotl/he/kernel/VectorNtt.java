package org.cryptotl.he.kernel;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UMIN;
import static org.cryptotl.he.kernel.VectorLanes.INTS;
import static org.cryptotl.he.kernel.VectorLanes.LOG_WIDTH;
import static org.cryptotl.he.kernel.VectorLanes.LOW;
import static org.cryptotl.he.kernel.VectorLanes.ODD;
import static org.cryptotl.he.kernel.VectorLanes.WIDTH;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;

/**
 * The transform with vectors of 32-bit lanes and Harvey's lazy butterflies: values stay in [0, 4q)
 * on the way forward and in [0, 2q) on the way back, and are brought to [0, q) at the end.
 *
 * <p>The first log2(lanes) stages interleave their results within vectors ({@link VectorNttEdge});
 * all others read and write whole vectors, two stages a pass over memory.
 */
final class VectorNtt implements NttKernel {

  /** Distance of the work array's start from its base: keeps stores and loads off one another. */
  private static final int OFFSET = 512;

  @Override
  public void forward(int[] limb, NttTable table) {
    int n = 1 << table.logN;
    int[] work = Scratch.ints(n + OFFSET);
    boolean inWork = false;
    int s = 0;
    for (; s < LOG_WIDTH; s++) {
      if (inWork) {
        VectorNttEdge.forward(work, OFFSET, limb, 0, table, s);
      } else {
        VectorNttEdge.forward(limb, 0, work, OFFSET, table, s);
      }
      inWork = !inWork;
    }
    if (((table.logN - s) & 1) == 1) {
      if (inWork) {
        forwardOne(work, OFFSET, limb, 0, table, s);
      } else {
        forwardOne(limb, 0, work, OFFSET, table, s);
      }
      inWork = !inWork;
      s++;
    }
    for (; s < table.logN; s += 2) {
      if (inWork) {
        forwardTwo(work, OFFSET, limb, 0, table, s);
      } else {
        forwardTwo(limb, 0, work, OFFSET, table, s);
      }
      inWork = !inWork;
    }
    normalize(inWork ? work : limb, inWork ? OFFSET : 0, limb, n, table.modulus.value());
  }

  @Override
  public void inverse(int[] limb, NttTable table) {
    int n = 1 << table.logN;
    int[] work = Scratch.ints(n + OFFSET);
    boolean inWork = false;
    int s = table.logN;
    for (; s >= LOG_WIDTH + 2; s -= 2) {
      if (inWork) {
        inverseTwo(work, OFFSET, limb, 0, table, s - 2);
      } else {
        inverseTwo(limb, 0, work, OFFSET, table, s - 2);
      }
      inWork = !inWork;
    }
    if (s > LOG_WIDTH) {
      if (inWork) {
        inverseOne(work, OFFSET, limb, 0, table, s - 1);
      } else {
        inverseOne(limb, 0, work, OFFSET, table, s - 1);
      }
      inWork = !inWork;
      s--;
    }
    for (; s > 1; s--) {
      if (inWork) {
        VectorNttEdge.inverse(work, OFFSET, limb, 0, table, s - 1);
      } else {
        VectorNttEdge.inverse(limb, 0, work, OFFSET, table, s - 1);
      }
      inWork = !inWork;
    }
    if (inWork) {
      VectorNttEdge.inverseLast(work, OFFSET, limb, 0, table);
    } else {
      VectorNttEdge.inverseLast(limb, 0, work, OFFSET, table);
      System.arraycopy(work, OFFSET, limb, 0, n);
    }
  }

  private static void forwardOne(int[] a, int ao, int[] b, int bo, NttTable table, int s) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    int half = 1 << (table.logN - 1);
    int nodes = 1 << s;
    for (int v = 0; v < nodes; v += WIDTH) {
      IntVector w = IntVector.fromArray(INTS, table.forward[s], v);
      LongVector shoup = IntVector.fromArray(INTS, table.forwardShoup[s], v).reinterpretAsLongs();
      LongVector even = shoup.and(LOW);
      LongVector odd = shoup.lanewise(LSHR, 32);
      for (int i = v, o = bo + v; i < half; i += nodes, o += 2 * nodes) {
        IntVector x = IntVector.fromArray(INTS, a, ao + i);
        IntVector y = IntVector.fromArray(INTS, a, ao + i + half);
        x = x.lanewise(UMIN, x.sub(twoQ));
        LongVector yLanes = y.reinterpretAsLongs();
        IntVector yQuotient =
            yLanes
                .and(LOW)
                .mul(even)
                .lanewise(LSHR, 32)
                .reinterpretAsInts()
                .blend(yLanes.lanewise(LSHR, 32).mul(odd).reinterpretAsInts(), ODD);
        y = y.mul(w).sub(yQuotient.mul(vq));
        x.add(y).intoArray(b, o);
        x.sub(y).add(twoQ).intoArray(b, o + nodes);
      }
    }
  }

  private static void inverseOne(int[] a, int ao, int[] b, int bo, NttTable table, int s) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    int half = 1 << (table.logN - 1);
    int nodes = 1 << s;
    for (int v = 0; v < nodes; v += WIDTH) {
      IntVector w = IntVector.fromArray(INTS, table.inverse[s], v);
      LongVector shoup = IntVector.fromArray(INTS, table.inverseShoup[s], v).reinterpretAsLongs();
      LongVector even = shoup.and(LOW);
      LongVector odd = shoup.lanewise(LSHR, 32);
      for (int i = v, o = ao + v; i < half; i += nodes, o += 2 * nodes) {
        IntVector x = IntVector.fromArray(INTS, a, o);
        IntVector y = IntVector.fromArray(INTS, a, o + nodes);
        IntVector sum = x.add(y);
        sum.lanewise(UMIN, sum.sub(twoQ)).intoArray(b, bo + i);
        y = x.sub(y).add(twoQ);
        LongVector yLanes = y.reinterpretAsLongs();
        IntVector yQuotient =
            yLanes
                .and(LOW)
                .mul(even)
                .lanewise(LSHR, 32)
                .reinterpretAsInts()
                .blend(yLanes.lanewise(LSHR, 32).mul(odd).reinterpretAsInts(), ODD);
        y = y.mul(w).sub(yQuotient.mul(vq));
        y.intoArray(b, bo + i + half);
      }
    }
  }

  /**
   * Stages s and s + 1 in one pass over memory. Every butterfly is spelled out: see {@link
   * VectorLanes} on inlining.
   */
  private static void forwardTwo(int[] a, int ao, int[] b, int bo, NttTable table, int s) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    int nodes = 1 << s;
    int quarter = 1 << (table.logN - 2);
    int[] row = table.forward[s];
    int[] rowShoup = table.forwardShoup[s];
    int[] next = table.forward[s + 1];
    int[] nextShoup = table.forwardShoup[s + 1];
    for (int v = 0; v < nodes; v += WIDTH) {
      IntVector w0 = IntVector.fromArray(INTS, row, v);
      LongVector shoup0 = IntVector.fromArray(INTS, rowShoup, v).reinterpretAsLongs();
      LongVector even0 = shoup0.and(LOW);
      LongVector odd0 = shoup0.lanewise(LSHR, 32);
      IntVector w1 = IntVector.fromArray(INTS, next, v);
      LongVector shoup1 = IntVector.fromArray(INTS, nextShoup, v).reinterpretAsLongs();
      LongVector even1 = shoup1.and(LOW);
      LongVector odd1 = shoup1.lanewise(LSHR, 32);
      IntVector w2 = IntVector.fromArray(INTS, next, v + nodes);
      LongVector shoup2 = IntVector.fromArray(INTS, nextShoup, v + nodes).reinterpretAsLongs();
      LongVector even2 = shoup2.and(LOW);
      LongVector odd2 = shoup2.lanewise(LSHR, 32);
      for (int i = v, o = bo + v; i < quarter; i += nodes, o += 4 * nodes) {
        IntVector x0 = IntVector.fromArray(INTS, a, ao + i);
        IntVector x1 = IntVector.fromArray(INTS, a, ao + i + quarter);
        IntVector x2 = IntVector.fromArray(INTS, a, ao + i + 2 * quarter);
        IntVector x3 = IntVector.fromArray(INTS, a, ao + i + 3 * quarter);
        x0 = x0.lanewise(UMIN, x0.sub(twoQ));
        LongVector x2Lanes = x2.reinterpretAsLongs();
        IntVector x2Quotient =
            x2Lanes
                .and(LOW)
                .mul(even0)
                .lanewise(LSHR, 32)
                .reinterpretAsInts()
                .blend(x2Lanes.lanewise(LSHR, 32).mul(odd0).reinterpretAsInts(), ODD);
        x2 = x2.mul(w0).sub(x2Quotient.mul(vq));
        IntVector y0 = x0.add(x2);
        IntVector y2 = x0.sub(x2).add(twoQ);
        x1 = x1.lanewise(UMIN, x1.sub(twoQ));
        LongVector x3Lanes = x3.reinterpretAsLongs();
        IntVector x3Quotient =
            x3Lanes
                .and(LOW)
                .mul(even0)
                .lanewise(LSHR, 32)
                .reinterpretAsInts()
                .blend(x3Lanes.lanewise(LSHR, 32).mul(odd0).reinterpretAsInts(), ODD);
        x3 = x3.mul(w0).sub(x3Quotient.mul(vq));
        IntVector y1 = x1.add(x3);
        IntVector y3 = x1.sub(x3).add(twoQ);
        y0 = y0.lanewise(UMIN, y0.sub(twoQ));
        LongVector y1Lanes = y1.reinterpretAsLongs();
        IntVector y1Quotient =
            y1Lanes
                .and(LOW)
                .mul(even1)
                .lanewise(LSHR, 32)
                .reinterpretAsInts()
                .blend(y1Lanes.lanewise(LSHR, 32).mul(odd1).reinterpretAsInts(), ODD);
        y1 = y1.mul(w1).sub(y1Quotient.mul(vq));
        y0.add(y1).intoArray(b, o);
        y0.sub(y1).add(twoQ).intoArray(b, o + 2 * nodes);
        y2 = y2.lanewise(UMIN, y2.sub(twoQ));
        LongVector y3Lanes = y3.reinterpretAsLongs();
        IntVector y3Quotient =
            y3Lanes
                .and(LOW)
                .mul(even2)
                .lanewise(LSHR, 32)
                .reinterpretAsInts()
                .blend(y3Lanes.lanewise(LSHR, 32).mul(odd2).reinterpretAsInts(), ODD);
        y3 = y3.mul(w2).sub(y3Quotient.mul(vq));
        y2.add(y3).intoArray(b, o + nodes);
        y2.sub(y3).add(twoQ).intoArray(b, o + 3 * nodes);
      }
    }
  }

  /** Undoes {@link #forwardTwo}. */
  private static void inverseTwo(int[] a, int ao, int[] b, int bo, NttTable table, int s) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    int nodes = 1 << s;
    int quarter = 1 << (table.logN - 2);
    int[] row = table.inverse[s];
    int[] rowShoup = table.inverseShoup[s];
    int[] next = table.inverse[s + 1];
    int[] nextShoup = table.inverseShoup[s + 1];
    for (int v = 0; v < nodes; v += WIDTH) {
      IntVector w0 = IntVector.fromArray(INTS, row, v);
      LongVector shoup0 = IntVector.fromArray(INTS, rowShoup, v).reinterpretAsLongs();
      LongVector even0 = shoup0.and(LOW);
      LongVector odd0 = shoup0.lanewise(LSHR, 32);
      IntVector w1 = IntVector.fromArray(INTS, next, v);
      LongVector shoup1 = IntVector.fromArray(INTS, nextShoup, v).reinterpretAsLongs();
      LongVector even1 = shoup1.and(LOW);
      LongVector odd1 = shoup1.lanewise(LSHR, 32);
      IntVector w2 = IntVector.fromArray(INTS, next, v + nodes);
      LongVector shoup2 = IntVector.fromArray(INTS, nextShoup, v + nodes).reinterpretAsLongs();
      LongVector even2 = shoup2.and(LOW);
      LongVector odd2 = shoup2.lanewise(LSHR, 32);
      for (int i = v, o = ao + v; i < quarter; i += nodes, o += 4 * nodes) {
        IntVector x0 = IntVector.fromArray(INTS, a, o);
        IntVector x2 = IntVector.fromArray(INTS, a, o + nodes);
        IntVector x1 = IntVector.fromArray(INTS, a, o + 2 * nodes);
        IntVector x3 = IntVector.fromArray(INTS, a, o + 3 * nodes);
        IntVector y0 = x0.add(x1);
        y0 = y0.lanewise(UMIN, y0.sub(twoQ));
        IntVector y1 = x0.sub(x1).add(twoQ);
        LongVector y1Lanes = y1.reinterpretAsLongs();
        IntVector y1Quotient =
            y1Lanes
                .and(LOW)
                .mul(even1)
                .lanewise(LSHR, 32)
                .reinterpretAsInts()
                .blend(y1Lanes.lanewise(LSHR, 32).mul(odd1).reinterpretAsInts(), ODD);
        y1 = y1.mul(w1).sub(y1Quotient.mul(vq));
        IntVector y2 = x2.add(x3);
        y2 = y2.lanewise(UMIN, y2.sub(twoQ));
        IntVector y3 = x2.sub(x3).add(twoQ);
        LongVector y3Lanes = y3.reinterpretAsLongs();
        IntVector y3Quotient =
            y3Lanes
                .and(LOW)
                .mul(even2)
                .lanewise(LSHR, 32)
                .reinterpretAsInts()
                .blend(y3Lanes.lanewise(LSHR, 32).mul(odd2).reinterpretAsInts(), ODD);
        y3 = y3.mul(w2).sub(y3Quotient.mul(vq));
        IntVector z0 = y0.add(y2);
        z0.lanewise(UMIN, z0.sub(twoQ)).intoArray(b, bo + i);
        IntVector z2 = y0.sub(y2).add(twoQ);
        LongVector z2Lanes = z2.reinterpretAsLongs();
        IntVector z2Quotient =
            z2Lanes
                .and(LOW)
                .mul(even0)
                .lanewise(LSHR, 32)
                .reinterpretAsInts()
                .blend(z2Lanes.lanewise(LSHR, 32).mul(odd0).reinterpretAsInts(), ODD);
        z2 = z2.mul(w0).sub(z2Quotient.mul(vq));
        z2.intoArray(b, bo + i + 2 * quarter);
        IntVector z1 = y1.add(y3);
        z1.lanewise(UMIN, z1.sub(twoQ)).intoArray(b, bo + i + quarter);
        IntVector z3 = y1.sub(y3).add(twoQ);
        LongVector z3Lanes = z3.reinterpretAsLongs();
        IntVector z3Quotient =
            z3Lanes
                .and(LOW)
                .mul(even0)
                .lanewise(LSHR, 32)
                .reinterpretAsInts()
                .blend(z3Lanes.lanewise(LSHR, 32).mul(odd0).reinterpretAsInts(), ODD);
        z3 = z3.mul(w0).sub(z3Quotient.mul(vq));
        z3.intoArray(b, bo + i + 3 * quarter);
      }
    }
  }

  /** Values in [0, 4q) to [0, q). */
  private static void normalize(int[] from, int offset, int[] to, int n, int q) {
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    for (int i = 0; i < n; i += WIDTH) {
      IntVector x = IntVector.fromArray(INTS, from, offset + i);
      x = x.lanewise(UMIN, x.sub(twoQ));
      x.lanewise(UMIN, x.sub(vq)).intoArray(to, i);
    }
  }
}
