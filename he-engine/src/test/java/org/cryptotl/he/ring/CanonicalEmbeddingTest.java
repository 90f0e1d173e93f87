package org.cryptotl.he.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Replay.class)
class CanonicalEmbeddingTest {

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 9})
  void slots_areValuesAtThePowersOfFive(int logN, Random random) {
    int n = 1 << logN;
    double[] a = random.doubles(n, -1, 1).toArray();
    double[] re = java.util.Arrays.copyOf(a, n / 2);
    double[] im = java.util.Arrays.copyOfRange(a, n / 2, n);
    CanonicalEmbedding embedding = new CanonicalEmbedding(logN);
    assertEquals(n / 2, embedding.slots());
    embedding.toSlots(re, im);
    int exponent = 1;
    for (int j = 0; j < n / 2; j++) {
      double sumRe = 0;
      double sumIm = 0;
      for (int k = 0; k < n; k++) {
        double angle = Math.PI * ((long) exponent * k % (2L * n)) / n;
        sumRe += a[k] * Math.cos(angle);
        sumIm += a[k] * Math.sin(angle);
      }
      assertEquals(sumRe, re[j], 1e-14 * n);
      assertEquals(sumIm, im[j], 1e-14 * n);
      exponent = exponent * 5 % (2 * n);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 13, 16})
  void coefficientsAndSlots_areInverse(int logN, Random random) {
    int slots = 1 << (logN - 1);
    double[] re = random.doubles(slots, -1, 1).toArray();
    double[] im = random.doubles(slots, -1, 1).toArray();
    double[] a = re.clone();
    double[] b = im.clone();
    CanonicalEmbedding embedding = new CanonicalEmbedding(logN);
    embedding.toCoefficients(a, b);
    embedding.toSlots(a, b);
    assertArrayEquals(re, a, 1e-14);
    assertArrayEquals(im, b, 1e-14);
  }

  @Test
  void constant_isTheConstantPolynomialInEverySlot() {
    int slots = 64;
    double[] re = new double[slots];
    double[] im = new double[slots];
    java.util.Arrays.fill(re, 3);
    java.util.Arrays.fill(im, -2);
    new CanonicalEmbedding(7).toCoefficients(re, im);
    double[] expected = new double[slots];
    expected[0] = 3;
    assertArrayEquals(expected, re, 1e-14);
    expected[0] = -2;
    assertArrayEquals(expected, im, 1e-14);
  }
}
