package org.cryptotl.he.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.function.Consumer;
import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers rely on beyond the values: inputs stay, and an output may be an input. */
@ExtendWith(Replay.class)
class LimbRingTest {

  private interface Operation {
    void apply(int[] a, int[] b, int[] c, int[] d, int[] out);
  }

  @ParameterizedTest
  @CsvSource({"5, 30", "6, 20", "10, 30"})
  void output_mayBeAnyInputAndInputsStay(int logN, int bits, Random random) {
    LimbRing ring = TestRings.basis(logN, bits).limb(0);
    int w = random.nextInt(ring.q());
    assertAliases(ring, random, (a, b, c, d, out) -> ring.add(a, b, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.subtract(a, b, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.negate(a, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.multiply(a, b, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.multiplyAdd(a, b, c, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.multiplySum(a, b, c, d, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.multiplyScalar(a, w, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.subtractMultiplyScalar(a, b, w, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.addScalar(a, w, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.combine(a, w, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.combine(a, b, w, 1, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.toMontgomery(a, out));
    assertAliases(ring, random, (a, b, c, d, out) -> ring.fromMontgomery(a, out));
  }

  private static void assertAliases(LimbRing ring, Random random, Operation operation) {
    int n = ring.degree();
    int[][] inputs = new int[4][];
    for (int i = 0; i < 4; i++) {
      inputs[i] = random.ints(n, 0, ring.q()).toArray();
    }
    int[] expected = random.ints(n, 0, ring.q()).toArray();
    int[][] kept = copy(inputs);
    operation.apply(kept[0], kept[1], kept[2], kept[3], expected);
    for (int i = 0; i < 4; i++) {
      assertArrayEquals(inputs[i], kept[i], "input " + i + " stays");
    }
    for (int alias = 0; alias < 4; alias++) {
      int[][] in = copy(inputs);
      operation.apply(in[0], in[1], in[2], in[3], in[alias]);
      assertArrayEquals(expected, in[alias], "output is input " + alias);
    }
  }

  private static int[][] copy(int[][] limbs) {
    int[][] out = new int[limbs.length][];
    for (int i = 0; i < out.length; i++) {
      out[i] = limbs[i].clone();
    }
    return out;
  }

  @Test
  void oneLimbInEveryPlace_isASquare(Random random) {
    LimbRing ring = TestRings.basis(6, 30).limb(0);
    int[] a = random.ints(64, 0, ring.q()).toArray();
    int[] expected = new int[64];
    ring.multiply(a, a.clone(), expected);
    int[] out = a.clone();
    ring.multiply(out, out, out);
    assertArrayEquals(expected, out);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 25, 30})
  void transform_isLinearAndKeepsTheEnds(int bits, Random random) {
    LimbRing ring = TestRings.basis(8, bits).limb(0);
    int q = ring.q();
    int n = ring.degree();
    for (Consumer<int[]> direction :
        java.util.List.<Consumer<int[]>>of(ring::toNtt, ring::toCoefficients)) {
      int[] a = random.ints(n, 0, q).toArray();
      int[] b = new int[n];
      java.util.Arrays.fill(b, q - 1);
      int[] sum = new int[n];
      ring.add(a, b, sum);
      direction.accept(a);
      direction.accept(b);
      direction.accept(sum);
      int[] expected = new int[n];
      ring.add(a, b, expected);
      assertArrayEquals(expected, sum);
    }
    int[] one = new int[n];
    one[0] = q - 1;
    int[] minusOnes = new int[n];
    java.util.Arrays.fill(minusOnes, q - 1);
    ring.toNtt(one);
    assertArrayEquals(minusOnes, one);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 17})
  void degreesOutOfRange_areRefused(int logN) {
    Modulus q = Modulus.of(786433);
    assertEquals(
        "ring degree: got 2^" + logN + ", expected 2^5 to 2^16",
        assertThrows(IllegalArgumentException.class, () -> new LimbRing(logN, q)).getMessage());
  }

  @Test
  void primeThatIsNotFriendly_isRefused() {
    Modulus q = Modulus.of(1_000_003);
    assertThrows(IllegalArgumentException.class, () -> new LimbRing(5, q));
  }
}
