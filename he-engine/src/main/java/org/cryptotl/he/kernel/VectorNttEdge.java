package org.cryptotl.he.kernel;

import static jdk.incubator.vector.VectorOperators.UMIN;
import static org.cryptotl.he.kernel.VectorLanes.INTS;
import static org.cryptotl.he.kernel.VectorLanes.LOG_WIDTH;
import static org.cryptotl.he.kernel.VectorLanes.WIDTH;
import static org.cryptotl.he.kernel.VectorNtt.evenLanes;
import static org.cryptotl.he.kernel.VectorNtt.multiplyShoup;
import static org.cryptotl.he.kernel.VectorNtt.oddLanes;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;

/**
 * The stages s &lt; log2(lanes) of {@link VectorNtt}: fewer tree nodes than lanes, so the two results
 * of a butterfly are interleaved in runs of 2^s lanes.
 */
final class VectorNttEdge {

  /** Lanes of two vectors, run by run in turn: the first and the second half of them. */
  private static final IntVector[] ZIP_LOW = new IntVector[LOG_WIDTH];

  private static final IntVector[] ZIP_HIGH = new IntVector[LOG_WIDTH];

  /** The inverse: every other run of two vectors. */
  private static final IntVector[] UNZIP_EVEN = new IntVector[LOG_WIDTH];

  private static final IntVector[] UNZIP_ODD = new IntVector[LOG_WIDTH];

  static {
    for (int s = 0; s < LOG_WIDTH; s++) {
      int[] zip = new int[2 * WIDTH];
      int[] unzip = new int[2 * WIDTH];
      for (int i = 0; i < WIDTH; i++) {
        int v = i & ((1 << s) - 1);
        int o = 2 * i - v;
        zip[o] = i;
        zip[o + (1 << s)] = WIDTH + i;
        unzip[i] = o;
        unzip[WIDTH + i] = o + (1 << s);
      }
      ZIP_LOW[s] = IntVector.fromArray(INTS, zip, 0);
      ZIP_HIGH[s] = IntVector.fromArray(INTS, zip, WIDTH);
      UNZIP_EVEN[s] = IntVector.fromArray(INTS, unzip, 0);
      UNZIP_ODD[s] = IntVector.fromArray(INTS, unzip, WIDTH);
    }
  }

  private VectorNttEdge() {}

  static void forward(int[] a, int ao, int[] b, int bo, NttTable table, int s) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    IntVector low = ZIP_LOW[s];
    IntVector high = ZIP_HIGH[s];
    IntVector w = IntVector.fromArray(INTS, table.forward[s], 0);
    LongVector even = evenLanes(table.forwardShoup[s], 0);
    LongVector odd = oddLanes(table.forwardShoup[s], 0);
    int half = 1 << (table.logN - 1);
    for (int i = 0; i < half; i += WIDTH) {
      IntVector x = IntVector.fromArray(INTS, a, ao + i);
      IntVector y = IntVector.fromArray(INTS, a, ao + i + half);
      x = x.lanewise(UMIN, x.sub(twoQ));
      y = multiplyShoup(y, w, even, odd, vq);
      IntVector sum = x.add(y);
      IntVector difference = x.sub(y).add(twoQ);
      low.selectFrom(sum, difference).intoArray(b, bo + 2 * i);
      high.selectFrom(sum, difference).intoArray(b, bo + 2 * i + WIDTH);
    }
  }

  static void inverse(int[] a, int ao, int[] b, int bo, NttTable table, int s) {
    if (s == 0) {
      inverseLast(a, ao, b, bo, table);
      return;
    }
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    IntVector first = UNZIP_EVEN[s];
    IntVector second = UNZIP_ODD[s];
    IntVector w = IntVector.fromArray(INTS, table.inverse[s], 0);
    LongVector even = evenLanes(table.inverseShoup[s], 0);
    LongVector odd = oddLanes(table.inverseShoup[s], 0);
    int half = 1 << (table.logN - 1);
    for (int i = 0; i < half; i += WIDTH) {
      IntVector low = IntVector.fromArray(INTS, a, ao + 2 * i);
      IntVector high = IntVector.fromArray(INTS, a, ao + 2 * i + WIDTH);
      IntVector x = first.selectFrom(low, high);
      IntVector y = second.selectFrom(low, high);
      IntVector sum = x.add(y);
      sum.lanewise(UMIN, sum.sub(twoQ)).intoArray(b, bo + i);
      multiplyShoup(x.sub(y).add(twoQ), w, even, odd, vq).intoArray(b, bo + i + half);
    }
  }

  /** Stage 0, with the factor N^-1 and the reduction to [0, q). */
  private static void inverseLast(int[] a, int ao, int[] b, int bo, NttTable table) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    IntVector first = UNZIP_EVEN[0];
    IntVector second = UNZIP_ODD[0];
    IntVector w = IntVector.fromArray(INTS, table.inverse[0], 0);
    LongVector even = evenLanes(table.inverseShoup[0], 0);
    LongVector odd = oddLanes(table.inverseShoup[0], 0);
    IntVector scale = IntVector.broadcast(INTS, table.degreeInverse);
    LongVector scaleShoup =
        IntVector.broadcast(INTS, table.degreeInverseShoup)
            .reinterpretAsLongs()
            .and(VectorLanes.LOW);
    int half = 1 << (table.logN - 1);
    for (int i = 0; i < half; i += WIDTH) {
      IntVector low = IntVector.fromArray(INTS, a, ao + 2 * i);
      IntVector high = IntVector.fromArray(INTS, a, ao + 2 * i + WIDTH);
      IntVector x = first.selectFrom(low, high);
      IntVector y = second.selectFrom(low, high);
      IntVector sum = multiplyShoup(x.add(y), scale, scaleShoup, scaleShoup, vq);
      IntVector difference = multiplyShoup(x.sub(y).add(twoQ), w, even, odd, vq);
      sum.lanewise(UMIN, sum.sub(vq)).intoArray(b, bo + i);
      difference.lanewise(UMIN, difference.sub(vq)).intoArray(b, bo + i + half);
    }
  }
}
