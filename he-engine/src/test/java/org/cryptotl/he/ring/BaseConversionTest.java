package org.cryptotl.he.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mixed-radix digits, exact extension and division with rounding, against {@link BigInteger}. */
@ExtendWith(Replay.class)
class BaseConversionTest {

  private static final int LOG_N = 6;

  /** Sizes of source primes: 1 to 4 of them, equal and mixed. */
  static Stream<int[]> sources() {
    return Stream.of(
        new int[] {30},
        new int[] {20},
        new int[] {30, 30},
        new int[] {20, 30},
        new int[] {30, 20},
        new int[] {30, 30, 30},
        new int[] {25, 20, 30},
        new int[] {30, 30, 30, 30},
        new int[] {30, 22, 28, 20},
        new int[] {20, 20, 21, 30});
  }

  private static RnsBasis targets(RnsBasis from) {
    return TestRings.disjoint(LOG_N, List.of(from), 30, 30, 20, 24, 29);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void digits_areThoseOfMixedRadix(int[] bits, Random random) {
    RnsBasis basis = TestRings.basis(LOG_N, bits);
    BigInteger[] values = TestRings.centered(basis, random);
    int[][] digits = TestRings.residues(basis, values);
    new MixedRadix(basis).toDigits(digits);
    for (int i = 0; i < values.length; i++) {
      BigInteger rest = values[i].add(basis.product().shiftRight(1));
      for (int k = 0; k < basis.size(); k++) {
        BigInteger[] division = rest.divideAndRemainder(BigInteger.valueOf(basis.limb(k).q()));
        assertEquals(division[1].intValue(), digits[k][i], "digit " + k + " of place " + i);
        rest = division[0];
      }
      assertEquals(BigInteger.ZERO, rest);
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void doubles_areExactBelow2To53AndGoodTo52BitsAbove(int[] bits, Random random) {
    RnsBasis basis = TestRings.basis(LOG_N, bits);
    BigInteger[] values = TestRings.centered(basis, random);
    for (int i = 20; i < 40; i++) {
      values[i] = TestRings.center(BigInteger.valueOf(random.nextLong() >> 10), basis.product());
    }
    MixedRadix radix = new MixedRadix(basis);
    int[][] digits = TestRings.residues(basis, values);
    radix.toDigits(digits);
    int from = 16;
    double[] out = new double[basis.degree() - from];
    radix.toDoubles(digits, from, out);
    for (int i = 0; i < out.length; i++) {
      BigInteger value = values[from + i];
      if (value.bitLength() <= 53) {
        assertEquals(value.doubleValue(), out[i]);
      } else {
        assertEquals(1, out[i] / value.doubleValue(), 0x1p-52);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void extension_isExactForCentredValues(int[] bits, Random random) {
    RnsBasis from = TestRings.basis(LOG_N, bits);
    RnsBasis to = targets(from);
    BaseExtension extension = new BaseExtension(from, to);
    BigInteger[] values = TestRings.centered(from, random);
    int[][] limbs = TestRings.residues(from, values);
    extension.toDigits(limbs);
    int[][] expected = TestRings.residues(to, values);
    for (int t = 0; t < to.size(); t++) {
      int[] out = random.ints(from.degree()).toArray();
      extension.extend(limbs, t, out);
      assertArrayEquals(expected[t], out, "target " + t);
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void modDown_dividesAndRoundsToTheNearest(int[] bits, Random random) {
    RnsBasis dropped = TestRings.basis(LOG_N, bits);
    RnsBasis kept = targets(dropped);
    RnsBasis all = TestRings.join(kept, dropped);
    BigInteger d = dropped.product();
    BigInteger[] values = TestRings.centered(all, random);
    // Halfway between two multiples of D, on either side.
    values[20] = d.shiftRight(1);
    values[21] = d.shiftRight(1).add(BigInteger.ONE);
    values[22] = d.shiftRight(1).negate();
    values[23] = d.multiply(BigInteger.valueOf(12345)).add(d.shiftRight(1));
    values[24] = values[23].add(BigInteger.ONE);
    values[25] = d.multiply(BigInteger.valueOf(-77));
    BigInteger[] quotients = new BigInteger[values.length];
    for (int i = 0; i < values.length; i++) {
      quotients[i] = TestRings.divideRounded(values[i], d);
      BigInteger error = values[i].subtract(quotients[i].multiply(d)).abs().shiftLeft(1);
      assertTrue(error.compareTo(d) < 0, "the oracle rounds to the nearest");
    }
    NttPoly x = new CoeffPoly(all, TestRings.residues(all, values)).toNtt();
    NttPoly expected = new CoeffPoly(kept, TestRings.residues(kept, quotients)).toNtt();
    ModDown modDown = new ModDown(dropped, kept);

    int[][] out = new int[kept.size()][kept.degree()];
    modDown.apply(x.limbs(), droppedLimbs(x, kept), out, Parallel.NONE);
    assertTrue(expected.sameAs(new NttPoly(kept, out)), "into other limbs");

    int[][] inPlace = new int[kept.size()][];
    for (int i = 0; i < inPlace.length; i++) {
      inPlace[i] = x.limb(i).clone();
    }
    modDown.apply(inPlace, droppedLimbs(x, kept), inPlace, Parallel.NONE);
    assertTrue(expected.sameAs(new NttPoly(kept, inPlace)), "in place");
  }

  private static int[][] droppedLimbs(NttPoly x, RnsBasis kept) {
    int[][] dropped = new int[x.basis().size() - kept.size()][];
    for (int i = 0; i < dropped.length; i++) {
      dropped[i] = x.limb(kept.size() + i).clone();
    }
    return dropped;
  }
}
