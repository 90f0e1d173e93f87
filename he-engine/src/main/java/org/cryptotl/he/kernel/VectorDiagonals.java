package org.cryptotl.he.kernel;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UMIN;
import static org.cryptotl.he.kernel.ProductKernel.BLOCK;
import static org.cryptotl.he.kernel.ProductKernel.MAX_PRODUCTS;
import static org.cryptotl.he.kernel.VectorLanes.INTS;
import static org.cryptotl.he.kernel.VectorLanes.LONGS;
import static org.cryptotl.he.kernel.VectorLanes.LOW;
import static org.cryptotl.he.kernel.VectorLanes.WIDTH;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import org.cryptotl.he.arith.Modulus;

/**
 * The sums of products of linear transforms, all sums of a place in registers. Four sums are taken
 * at once: they share the reading of the pairs, and memory delivers their factors, four streams at
 * a time, two to three times as fast as one.
 */
final class VectorDiagonals {

  /** Sums that are taken at once. */
  private static final int GROUP = 4;

  /** 64-bit lanes of a vector. */
  private static final int LANES = WIDTH / 2;

  private VectorDiagonals() {}

  static void sums(
      int[][] factors,
      int[] pairs,
      int width,
      int[] terms,
      int from,
      int length,
      int[][] outA,
      int[][] outB,
      Modulus q) {
    long[] sums = Scratch.longs(GROUP * 2 * WIDTH);
    int grouped = factors.length / GROUP * GROUP;
    for (int block = 0; block < length / BLOCK; block++) {
      for (int part = 0; part < BLOCK; part += WIDTH) {
        int pairAt = block * width * BLOCK + part;
        int factorAt = (from / BLOCK + block) * terms.length * BLOCK + part;
        int place = from + block * BLOCK + part;
        for (int first = 0; first < terms.length; first += MAX_PRODUCTS) {
          int end = Math.min(terms.length, first + MAX_PRODUCTS);
          for (int s = 0; s < grouped; s += GROUP) {
            four(factors, s, factorAt, pairs, pairAt, terms, first, end, sums);
            for (int k = 0; k < GROUP; k++) {
              reduce(sums, 2 * k * WIDTH, outA[s + k], place, first > 0, q);
              reduce(sums, (2 * k + 1) * WIDTH, outB[s + k], place, first > 0, q);
            }
          }
          for (int s = grouped; s < factors.length; s++) {
            one(factors[s], factorAt, pairs, pairAt, terms, first, end, sums);
            reduce(sums, 0, outA[s], place, first > 0, q);
            reduce(sums, WIDTH, outB[s], place, first > 0, q);
          }
        }
      }
    }
  }

  private static void four(
      int[][] factors,
      int s,
      int factorAt,
      int[] pairs,
      int pairAt,
      int[] terms,
      int first,
      int end,
      long[] sums) {
    int[] c0 = factors[s];
    int[] c1 = factors[s + 1];
    int[] c2 = factors[s + 2];
    int[] c3 = factors[s + 3];
    LongVector evenA0 = LongVector.zero(LONGS);
    LongVector oddA0 = evenA0;
    LongVector evenB0 = evenA0;
    LongVector oddB0 = evenA0;
    LongVector evenA1 = evenA0;
    LongVector oddA1 = evenA0;
    LongVector evenB1 = evenA0;
    LongVector oddB1 = evenA0;
    LongVector evenA2 = evenA0;
    LongVector oddA2 = evenA0;
    LongVector evenB2 = evenA0;
    LongVector oddB2 = evenA0;
    LongVector evenA3 = evenA0;
    LongVector oddA3 = evenA0;
    LongVector evenB3 = evenA0;
    LongVector oddB3 = evenA0;
    for (int t = first; t < end; t++) {
      int at = pairAt + terms[t] * 2 * BLOCK;
      LongVector y = IntVector.fromArray(INTS, pairs, at).reinterpretAsLongs();
      LongVector z = IntVector.fromArray(INTS, pairs, at + BLOCK).reinterpretAsLongs();
      LongVector evenY = y.and(LOW);
      LongVector oddY = y.lanewise(LSHR, 32);
      LongVector evenZ = z.and(LOW);
      LongVector oddZ = z.lanewise(LSHR, 32);
      int factor = factorAt + t * BLOCK;
      LongVector x = IntVector.fromArray(INTS, c0, factor).reinterpretAsLongs();
      LongVector even = x.and(LOW);
      LongVector odd = x.lanewise(LSHR, 32);
      evenA0 = evenA0.add(even.mul(evenY));
      oddA0 = oddA0.add(odd.mul(oddY));
      evenB0 = evenB0.add(even.mul(evenZ));
      oddB0 = oddB0.add(odd.mul(oddZ));
      x = IntVector.fromArray(INTS, c1, factor).reinterpretAsLongs();
      even = x.and(LOW);
      odd = x.lanewise(LSHR, 32);
      evenA1 = evenA1.add(even.mul(evenY));
      oddA1 = oddA1.add(odd.mul(oddY));
      evenB1 = evenB1.add(even.mul(evenZ));
      oddB1 = oddB1.add(odd.mul(oddZ));
      x = IntVector.fromArray(INTS, c2, factor).reinterpretAsLongs();
      even = x.and(LOW);
      odd = x.lanewise(LSHR, 32);
      evenA2 = evenA2.add(even.mul(evenY));
      oddA2 = oddA2.add(odd.mul(oddY));
      evenB2 = evenB2.add(even.mul(evenZ));
      oddB2 = oddB2.add(odd.mul(oddZ));
      x = IntVector.fromArray(INTS, c3, factor).reinterpretAsLongs();
      even = x.and(LOW);
      odd = x.lanewise(LSHR, 32);
      evenA3 = evenA3.add(even.mul(evenY));
      oddA3 = oddA3.add(odd.mul(oddY));
      evenB3 = evenB3.add(even.mul(evenZ));
      oddB3 = oddB3.add(odd.mul(oddZ));
    }
    evenA0.intoArray(sums, 0 * LANES);
    oddA0.intoArray(sums, 1 * LANES);
    evenB0.intoArray(sums, 2 * LANES);
    oddB0.intoArray(sums, 3 * LANES);
    evenA1.intoArray(sums, 4 * LANES);
    oddA1.intoArray(sums, 5 * LANES);
    evenB1.intoArray(sums, 6 * LANES);
    oddB1.intoArray(sums, 7 * LANES);
    evenA2.intoArray(sums, 8 * LANES);
    oddA2.intoArray(sums, 9 * LANES);
    evenB2.intoArray(sums, 10 * LANES);
    oddB2.intoArray(sums, 11 * LANES);
    evenA3.intoArray(sums, 12 * LANES);
    oddA3.intoArray(sums, 13 * LANES);
    evenB3.intoArray(sums, 14 * LANES);
    oddB3.intoArray(sums, 15 * LANES);
  }

  private static void one(
      int[] factors,
      int factorAt,
      int[] pairs,
      int pairAt,
      int[] terms,
      int first,
      int end,
      long[] sums) {
    LongVector evenA = LongVector.zero(LONGS);
    LongVector oddA = evenA;
    LongVector evenB = evenA;
    LongVector oddB = evenA;
    for (int t = first; t < end; t++) {
      int at = pairAt + terms[t] * 2 * BLOCK;
      LongVector y = IntVector.fromArray(INTS, pairs, at).reinterpretAsLongs();
      LongVector z = IntVector.fromArray(INTS, pairs, at + BLOCK).reinterpretAsLongs();
      LongVector x = IntVector.fromArray(INTS, factors, factorAt + t * BLOCK).reinterpretAsLongs();
      LongVector even = x.and(LOW);
      LongVector odd = x.lanewise(LSHR, 32);
      evenA = evenA.add(even.mul(y.and(LOW)));
      oddA = oddA.add(odd.mul(y.lanewise(LSHR, 32)));
      evenB = evenB.add(even.mul(z.and(LOW)));
      oddB = oddB.add(odd.mul(z.lanewise(LSHR, 32)));
    }
    evenA.intoArray(sums, 0 * LANES);
    oddA.intoArray(sums, 1 * LANES);
    evenB.intoArray(sums, 2 * LANES);
    oddB.intoArray(sums, 3 * LANES);
  }

  private static void reduce(long[] sums, int from, int[] out, int place, boolean add, Modulus q) {
    IntVector inverse = IntVector.broadcast(INTS, q.inverse32());
    IntVector vq = IntVector.broadcast(INTS, q.value());
    LongVector even = LongVector.fromArray(LONGS, sums, from);
    LongVector odd = LongVector.fromArray(LONGS, sums, from + LANES);
    IntVector r = VectorProducts.montgomeryReduce(even, odd, inverse, vq);
    if (add) {
      r = r.add(IntVector.fromArray(INTS, out, place));
      r = r.lanewise(UMIN, r.sub(vq));
    }
    r.intoArray(out, place);
  }
}
