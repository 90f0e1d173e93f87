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
 * The stages s &lt; log2(lanes) of {@link VectorNtt}: fewer tree nodes than lanes, so the two
 * results of a butterfly are interleaved in runs of 2^s lanes.
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
    LongVector shoup = IntVector.fromArray(INTS, table.forwardShoup[s], 0).reinterpretAsLongs();
    LongVector even = shoup.and(LOW);
    LongVector odd = shoup.lanewise(LSHR, 32);
    int half = 1 << (table.logN - 1);
    for (int i = 0; i < half; i += WIDTH) {
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
      IntVector sum = x.add(y);
      IntVector difference = x.sub(y).add(twoQ);
      low.selectFrom(sum, difference).intoArray(b, bo + 2 * i);
      high.selectFrom(sum, difference).intoArray(b, bo + 2 * i + WIDTH);
    }
  }

  /** Undoes {@link #forward}, for s above 0. */
  static void inverse(int[] a, int ao, int[] b, int bo, NttTable table, int s) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    IntVector first = UNZIP_EVEN[s];
    IntVector second = UNZIP_ODD[s];
    IntVector w = IntVector.fromArray(INTS, table.inverse[s], 0);
    LongVector shoup = IntVector.fromArray(INTS, table.inverseShoup[s], 0).reinterpretAsLongs();
    LongVector even = shoup.and(LOW);
    LongVector odd = shoup.lanewise(LSHR, 32);
    int half = 1 << (table.logN - 1);
    for (int i = 0; i < half; i += WIDTH) {
      IntVector low = IntVector.fromArray(INTS, a, ao + 2 * i);
      IntVector high = IntVector.fromArray(INTS, a, ao + 2 * i + WIDTH);
      IntVector x = first.selectFrom(low, high);
      IntVector y = second.selectFrom(low, high);
      IntVector sum = x.add(y);
      sum.lanewise(UMIN, sum.sub(twoQ)).intoArray(b, bo + i);
      IntVector difference = x.sub(y).add(twoQ);
      LongVector differenceLanes = difference.reinterpretAsLongs();
      IntVector differenceQuotient =
          differenceLanes
              .and(LOW)
              .mul(even)
              .lanewise(LSHR, 32)
              .reinterpretAsInts()
              .blend(differenceLanes.lanewise(LSHR, 32).mul(odd).reinterpretAsInts(), ODD);
      difference = difference.mul(w).sub(differenceQuotient.mul(vq));
      difference.intoArray(b, bo + i + half);
    }
  }

  /** Stage 0, with the factor N^-1 and the reduction to [0, q). */
  static void inverseLast(int[] a, int ao, int[] b, int bo, NttTable table) {
    int q = table.modulus.value();
    IntVector vq = IntVector.broadcast(INTS, q);
    IntVector twoQ = IntVector.broadcast(INTS, 2 * q);
    IntVector first = UNZIP_EVEN[0];
    IntVector second = UNZIP_ODD[0];
    IntVector w = IntVector.fromArray(INTS, table.inverse[0], 0);
    LongVector shoup = IntVector.fromArray(INTS, table.inverseShoup[0], 0).reinterpretAsLongs();
    LongVector even = shoup.and(LOW);
    LongVector odd = shoup.lanewise(LSHR, 32);
    IntVector scale = IntVector.broadcast(INTS, table.degreeInverse);
    LongVector scaleShoup =
        IntVector.broadcast(INTS, table.degreeInverseShoup).reinterpretAsLongs().and(LOW);
    int half = 1 << (table.logN - 1);
    for (int i = 0; i < half; i += WIDTH) {
      IntVector low = IntVector.fromArray(INTS, a, ao + 2 * i);
      IntVector high = IntVector.fromArray(INTS, a, ao + 2 * i + WIDTH);
      IntVector x = first.selectFrom(low, high);
      IntVector y = second.selectFrom(low, high);
      IntVector sum = x.add(y);
      LongVector sumLanes = sum.reinterpretAsLongs();
      IntVector sumQuotient =
          sumLanes
              .and(LOW)
              .mul(scaleShoup)
              .lanewise(LSHR, 32)
              .reinterpretAsInts()
              .blend(sumLanes.lanewise(LSHR, 32).mul(scaleShoup).reinterpretAsInts(), ODD);
      sum = sum.mul(scale).sub(sumQuotient.mul(vq));
      IntVector difference = x.sub(y).add(twoQ);
      LongVector differenceLanes = difference.reinterpretAsLongs();
      IntVector differenceQuotient =
          differenceLanes
              .and(LOW)
              .mul(even)
              .lanewise(LSHR, 32)
              .reinterpretAsInts()
              .blend(differenceLanes.lanewise(LSHR, 32).mul(odd).reinterpretAsInts(), ODD);
      difference = difference.mul(w).sub(differenceQuotient.mul(vq));
      sum.lanewise(UMIN, sum.sub(vq)).intoArray(b, bo + i);
      difference.lanewise(UMIN, difference.sub(vq)).intoArray(b, bo + i + half);
    }
  }
}
