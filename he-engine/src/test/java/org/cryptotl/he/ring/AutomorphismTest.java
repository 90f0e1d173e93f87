package org.cryptotl.he.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Replay.class)
class AutomorphismTest {

  /** X -&gt; X^g: coefficient k goes to place g k mod N, negated if g k mod 2N is N or more. */
  private static BigInteger[] byDefinition(BigInteger[] a, int g) {
    int n = a.length;
    BigInteger[] out = new BigInteger[n];
    for (int k = 0; k < n; k++) {
      int place = (int) ((long) g * k % (2L * n));
      out[place % n] = place < n ? a[k] : a[k].negate();
    }
    return out;
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7})
  void everyGaloisElement_permutesAsItsDefinitionSays(int logN, Random random) {
    RnsBasis basis = TestRings.basis(logN, 30, 20);
    BigInteger[] a = TestRings.centered(basis, random);
    NttPoly x = new CoeffPoly(basis, TestRings.residues(basis, a)).toNtt();
    for (int g = 1; g < 2 << logN; g += 2) {
      Automorphism automorphism = Automorphism.of(logN, g);
      CoeffPoly image = x.permute(automorphism).toCoefficients();
      int[][] expected = TestRings.residues(basis, byDefinition(a, g));
      assertArrayEquals(expected[0], image.limb(0), "g = " + g);
      assertArrayEquals(expected[1], image.limb(1), "g = " + g);
      assertTrue(x.sameAs(x.permute(automorphism).permute(automorphism.inverse(logN))));
      assertEquals(
          1, (long) g * automorphism.inverse(logN).galoisElement() % (2L << logN), "g = " + g);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 13})
  void galoisElements_permuteLargeRingsToo(int logN, Random random) {
    RnsBasis basis = TestRings.basis(logN, 30);
    BigInteger[] a = TestRings.centered(basis, random);
    NttPoly x = new CoeffPoly(basis, TestRings.residues(basis, a)).toNtt();
    for (int g : new int[] {1, 3, 5, 25, (1 << logN) + 1, (2 << logN) - 1, (2 << logN) - 5}) {
      assertArrayEquals(
          TestRings.residues(basis, byDefinition(a, g))[0],
          x.permute(Automorphism.of(logN, g)).toCoefficients().limb(0),
          "g = " + g);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 7})
  void composition_multipliesGaloisElements(int logN, Random random) {
    RnsBasis basis = TestRings.basis(logN, 30);
    NttPoly x =
        new CoeffPoly(basis, TestRings.residues(basis, TestRings.centered(basis, random))).toNtt();
    int order = 2 << logN;
    for (int i = 0; i < 200; i++) {
      int g = random.nextInt(order) | 1;
      int h = random.nextInt(order) | 1;
      NttPoly both = x.permute(Automorphism.of(logN, g)).permute(Automorphism.of(logN, h));
      assertTrue(both.sameAs(x.permute(Automorphism.of(logN, (int) ((long) g * h % order)))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 13, 16})
  void rotations_arePowersOfFive(int logN) {
    int slots = 1 << (logN - 1);
    int order = 2 << logN;
    int g = 1;
    for (int steps = 0; steps < slots; steps++) {
      Automorphism rotation = Automorphism.rotation(logN, steps);
      assertEquals(g, rotation.galoisElement());
      assertEquals(steps, rotation.steps());
      assertFalse(rotation.conjugates());
      if (steps < 100 || steps > slots - 100) {
        assertEquals(rotation, Automorphism.of(logN, g));
        assertEquals(rotation, Automorphism.rotation(logN, steps - slots));
        assertEquals(rotation, Automorphism.rotation(logN, steps + 3 * slots));
        assertEquals(Automorphism.rotation(logN, -steps), rotation.inverse(logN));
      }
      g = (int) ((long) g * 5 % order);
    }
    assertEquals(1, g, "5 has order N/2");
    assertEquals(order - 1, Automorphism.conjugation(logN).galoisElement());
    assertEquals(Automorphism.conjugation(logN), Automorphism.conjugation(logN).inverse(logN));
    assertEquals(Automorphism.conjugation(logN), Automorphism.of(logN, order - 1));
    assertEquals(Automorphism.rotation(logN, Integer.MIN_VALUE), Automorphism.rotation(logN, 0));
  }

  @Test
  void evenOrTooLargeGaloisElements_areRefused() {
    for (int g : new int[] {-1, 0, 2, 64, 65, 100}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Automorphism.of(5, g)).getMessage();
      assertTrue(message.contains("got " + g + ", expected an odd number in [1, 64)"), message);
    }
  }
}
