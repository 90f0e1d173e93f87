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
    for (; s > 0; s--) {
      if (inWork) {
        VectorNttEdge.inverse(work, OFFSET, limb, 0, table, s - 1);
      } else {
        VectorNttEdge.inverse(limb, 0, work, OFFSET, table, s - 1);
      }
      inWork = !inWork;
    }
    if (inWork) {
      System.arraycopy(work, OFFSET, limb, 0, n);
    }
  }

  private static void forwardOne(int[] a, int ao, int[] b, int bo, NttTable table, int s) {
    for (int v = 0; v < 1 << s; v += WIDTH) {
      forwardOneColumn(a, ao, b, bo, table, s, v);
    }
  }

  private static void forwardOneColumn(
      int[] a, int ao, int[] b, int bo, NttTable table, int s, int v) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    IntVector w = IntVector.fromArray(INTS, table.forward[s], v);
    LongVector even = evenLanes(table.forwardShoup[s], v);
    LongVector odd = oddLanes(table.forwardShoup[s], v);
    int half = 1 << (table.logN - 1);
    int nodes = 1 << s;
    for (int i = v, o = bo + v; i < half; i += nodes, o += 2 * nodes) {
      IntVector x = IntVector.fromArray(INTS, a, ao + i);
      IntVector y = IntVector.fromArray(INTS, a, ao + i + half);
      x = x.lanewise(UMIN, x.sub(twoQ));
      y = multiplyShoup(y, w, even, odd, vq);
      x.add(y).intoArray(b, o);
      x.sub(y).add(twoQ).intoArray(b, o + nodes);
    }
  }

  private static void inverseOne(int[] a, int ao, int[] b, int bo, NttTable table, int s) {
    for (int v = 0; v < 1 << s; v += WIDTH) {
      inverseOneColumn(a, ao, b, bo, table, s, v);
    }
  }

  private static void inverseOneColumn(
      int[] a, int ao, int[] b, int bo, NttTable table, int s, int v) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    IntVector w = IntVector.fromArray(INTS, table.inverse[s], v);
    LongVector even = evenLanes(table.inverseShoup[s], v);
    LongVector odd = oddLanes(table.inverseShoup[s], v);
    int half = 1 << (table.logN - 1);
    int nodes = 1 << s;
    for (int i = v, o = ao + v; i < half; i += nodes, o += 2 * nodes) {
      IntVector x = IntVector.fromArray(INTS, a, o);
      IntVector y = IntVector.fromArray(INTS, a, o + nodes);
      IntVector sum = x.add(y);
      sum.lanewise(UMIN, sum.sub(twoQ)).intoArray(b, bo + i);
      multiplyShoup(x.sub(y).add(twoQ), w, even, odd, vq).intoArray(b, bo + i + half);
    }
  }

  private static void forwardTwo(int[] a, int ao, int[] b, int bo, NttTable table, int s) {
    for (int v = 0; v < 1 << s; v += WIDTH) {
      forwardTwoColumn(a, ao, b, bo, table, s, v);
    }
  }

  /**
   * Stages s and s + 1 for the tree nodes v, v + 1, ... of one vector. The second pair of butterflies
   * is spelled out: see {@link VectorLanes} on inlining.
   */
  private static void forwardTwoColumn(
      int[] a, int ao, int[] b, int bo, NttTable table, int s, int v) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    int nodes = 1 << s;
    int quarter = 1 << (table.logN - 2);
    int[] next = table.forward[s + 1];
    int[] nextShoup = table.forwardShoup[s + 1];
    IntVector w0 = IntVector.fromArray(INTS, table.forward[s], v);
    LongVector even0 = evenLanes(table.forwardShoup[s], v);
    LongVector odd0 = oddLanes(table.forwardShoup[s], v);
    IntVector w1 = IntVector.fromArray(INTS, next, v);
    LongVector even1 = evenLanes(nextShoup, v);
    LongVector odd1 = oddLanes(nextShoup, v);
    IntVector w2 = IntVector.fromArray(INTS, next, v + nodes);
    LongVector even2 = evenLanes(nextShoup, v + nodes);
    LongVector odd2 = oddLanes(nextShoup, v + nodes);
    for (int i = v, o = bo + v; i < quarter; i += nodes, o += 4 * nodes) {
      IntVector x0 = IntVector.fromArray(INTS, a, ao + i);
      IntVector x1 = IntVector.fromArray(INTS, a, ao + i + quarter);
      IntVector x2 = IntVector.fromArray(INTS, a, ao + i + 2 * quarter);
      IntVector x3 = IntVector.fromArray(INTS, a, ao + i + 3 * quarter);
      x0 = x0.lanewise(UMIN, x0.sub(twoQ));
      x2 = multiplyShoup(x2, w0, even0, odd0, vq);
      IntVector y0 = x0.add(x2);
      IntVector y2 = x0.sub(x2).add(twoQ);
      x1 = x1.lanewise(UMIN, x1.sub(twoQ));
      x3 = multiplyShoup(x3, w0, even0, odd0, vq);
      IntVector y1 = x1.add(x3);
      IntVector y3 = x1.sub(x3).add(twoQ);

      y0 = y0.lanewise(UMIN, y0.sub(twoQ));
      LongVector l1 = y1.reinterpretAsLongs();
      IntVector h1 =
          l1.and(LOW)
              .mul(even1)
              .lanewise(LSHR, 32)
              .reinterpretAsInts()
              .blend(l1.lanewise(LSHR, 32).mul(odd1).reinterpretAsInts(), ODD);
      y1 = y1.mul(w1).sub(h1.mul(vq));
      y0.add(y1).intoArray(b, o);
      y0.sub(y1).add(twoQ).intoArray(b, o + 2 * nodes);

      y2 = y2.lanewise(UMIN, y2.sub(twoQ));
      LongVector l3 = y3.reinterpretAsLongs();
      IntVector h3 =
          l3.and(LOW)
              .mul(even2)
              .lanewise(LSHR, 32)
              .reinterpretAsInts()
              .blend(l3.lanewise(LSHR, 32).mul(odd2).reinterpretAsInts(), ODD);
      y3 = y3.mul(w2).sub(h3.mul(vq));
      y2.add(y3).intoArray(b, o + nodes);
      y2.sub(y3).add(twoQ).intoArray(b, o + 3 * nodes);
    }
  }

  private static void inverseTwo(int[] a, int ao, int[] b, int bo, NttTable table, int s) {
    for (int v = 0; v < 1 << s; v += WIDTH) {
      inverseTwoColumn(a, ao, b, bo, table, s, v);
    }
  }

  /** Undoes {@link #forwardTwoColumn}. */
  private static void inverseTwoColumn(
      int[] a, int ao, int[] b, int bo, NttTable table, int s, int v) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    int nodes = 1 << s;
    int quarter = 1 << (table.logN - 2);
    int[] next = table.inverse[s + 1];
    int[] nextShoup = table.inverseShoup[s + 1];
    IntVector w0 = IntVector.fromArray(INTS, table.inverse[s], v);
    LongVector even0 = evenLanes(table.inverseShoup[s], v);
    LongVector odd0 = oddLanes(table.inverseShoup[s], v);
    IntVector w1 = IntVector.fromArray(INTS, next, v);
    LongVector even1 = evenLanes(nextShoup, v);
    LongVector odd1 = oddLanes(nextShoup, v);
    IntVector w2 = IntVector.fromArray(INTS, next, v + nodes);
    LongVector even2 = evenLanes(nextShoup, v + nodes);
    LongVector odd2 = oddLanes(nextShoup, v + nodes);
    for (int i = v, o = ao + v; i < quarter; i += nodes, o += 4 * nodes) {
      IntVector x0 = IntVector.fromArray(INTS, a, o);
      IntVector x2 = IntVector.fromArray(INTS, a, o + nodes);
      IntVector x1 = IntVector.fromArray(INTS, a, o + 2 * nodes);
      IntVector x3 = IntVector.fromArray(INTS, a, o + 3 * nodes);
      IntVector y0 = x0.add(x1);
      IntVector y1 = multiplyShoup(x0.sub(x1).add(twoQ), w1, even1, odd1, vq);
      IntVector y2 = x2.add(x3);
      IntVector y3 = multiplyShoup(x2.sub(x3).add(twoQ), w2, even2, odd2, vq);
      y0 = y0.lanewise(UMIN, y0.sub(twoQ));
      y2 = y2.lanewise(UMIN, y2.sub(twoQ));

      IntVector z0 = y0.add(y2);
      z0.lanewise(UMIN, z0.sub(twoQ)).intoArray(b, bo + i);
      y0 = y0.sub(y2).add(twoQ);
      LongVector l0 = y0.reinterpretAsLongs();
      IntVector h0 =
          l0.and(LOW)
              .mul(even0)
              .lanewise(LSHR, 32)
              .reinterpretAsInts()
              .blend(l0.lanewise(LSHR, 32).mul(odd0).reinterpretAsInts(), ODD);
      y0.mul(w0).sub(h0.mul(vq)).intoArray(b, bo + i + 2 * quarter);

      IntVector z1 = y1.add(y3);
      z1.lanewise(UMIN, z1.sub(twoQ)).intoArray(b, bo + i + quarter);
      y1 = y1.sub(y3).add(twoQ);
      LongVector l1 = y1.reinterpretAsLongs();
      IntVector h1 =
          l1.and(LOW)
              .mul(even0)
              .lanewise(LSHR, 32)
              .reinterpretAsInts()
              .blend(l1.lanewise(LSHR, 32).mul(odd0).reinterpretAsInts(), ODD);
      y1.mul(w0).sub(h1.mul(vq)).intoArray(b, bo + i + 3 * quarter);
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

  static LongVector evenLanes(int[] row, int v) {
    return IntVector.fromArray(INTS, row, v).reinterpretAsLongs().and(LOW);
  }

  static LongVector oddLanes(int[] row, int v) {
    return IntVector.fromArray(INTS, row, v).reinterpretAsLongs().lanewise(LSHR, 32);
  }

  /**
   * x w mod q in [0, 2q) for any unsigned 32-bit x (Harvey 2014, algorithm 3).
   *
   * @param even the Shoup quotients of the even lanes of w, as 64-bit lanes below 2^32
   * @param odd those of the odd lanes
   */
  static IntVector multiplyShoup(
      IntVector x, IntVector w, LongVector even, LongVector odd, IntVector vq) {
    LongVector lanes = x.reinterpretAsLongs();
    IntVector quotient =
        lanes
            .and(LOW)
            .mul(even)
            .lanewise(LSHR, 32)
            .reinterpretAsInts()
            .blend(lanes.lanewise(LSHR, 32).mul(odd).reinterpretAsInts(), ODD);
    return x.mul(w).sub(quotient.mul(vq));
  }
}
