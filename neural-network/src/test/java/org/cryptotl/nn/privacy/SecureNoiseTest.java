package org.cryptotl.nn.privacy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.cryptotl.he.ring.Seed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class SecureNoiseTest {

  private final SecureNoise noise = new SecureNoise(Seed.of(new byte[Seed.BYTES]));

  @Test
  void gaussianNoise_hasTheDistributionFunctionOfTheNormalOne() {
    float[] values = new float[200_000];
    noise.addGaussian(3, 0, values, 0, values.length, 2);
    // Phi(-2), Phi(-1), Phi(-0.5), 1/2, ...; the bound is five deviations of a share.
    double[] at = {-4, -2, -1, 0, 1, 2, 4};
    double[] phi = {0.0227501, 0.1586553, 0.3085375, 0.5, 0.6914625, 0.8413447, 0.9772499};
    for (int k = 0; k < at.length; k++) {
      double bound = at[k];
      long below = IntStream.range(0, values.length).filter(i -> values[i] < bound).count();
      double deviation = Math.sqrt(phi[k] * (1 - phi[k]) / values.length);
      assertEquals(phi[k], (double) below / values.length, 5 * deviation, "at " + bound);
    }
  }

  @Test
  void noise_isAddedToTheRangeAlone() {
    float[] values = new float[100];
    Arrays.fill(values, 5);
    noise.addGaussian(0, 0, values, 10, 90, 1e-3);
    for (int i = 0; i < 100; i++) {
      assertEquals(i < 10 || i >= 90, values[i] == 5f, "entry " + i);
      assertEquals(5, values[i], 0.01);
    }
  }

  @Test
  void stepsAndParts_haveNoiseOfTheirOwn() {
    float[] first = draw(0, 0);
    assertArrayEquals(first, draw(0, 0), "a function of seed, step and part");
    assertFalse(Arrays.equals(first, draw(0, 1)));
    assertFalse(Arrays.equals(first, draw(1, 0)));
    assertFalse(Arrays.equals(draw(0, 1), draw(1, 0)));
  }

  private float[] draw(long step, int part) {
    float[] values = new float[50];
    noise.addGaussian(step, part, values, 0, 50, 1);
    return values;
  }

  @Test
  void samples_haveStreamsOfTheirOwn() {
    Set<Long> firsts = new HashSet<>();
    for (int step = 0; step < 3; step++) {
      for (int purpose = 0; purpose < 3; purpose++) {
        for (int row : new int[] {0, 1, Integer.MAX_VALUE}) {
          noise.samples(step).draw(purpose, row, random -> firsts.add(random.nextLong()));
        }
      }
    }
    assertEquals(27, firsts.size());
    noise.samples(2).draw(1, 0, random -> assertFalse(firsts.add(random.nextLong())));
  }

  @Test
  void poissonSampling_takesEachNumberIndependently() {
    int size = 500;
    int steps = 2000;
    double rate = 0.1;
    int[] counts = new int[size];
    double squares = 0;
    for (int step = 0; step < steps; step++) {
      int[] taken = noise.sample(step, size, rate);
      for (int i = 0; i < taken.length; i++) {
        counts[taken[i]]++;
        assertTrue(i == 0 || taken[i] > taken[i - 1], "ascending");
      }
      squares += Math.pow(taken.length - rate * size, 2) / steps;
    }
    double deviation = Math.sqrt(rate * (1 - rate) * steps);
    for (int count : counts) {
      assertEquals(rate * steps, count, 5.5 * deviation);
    }
    assertEquals(rate * (1 - rate) * size, squares, 8, "the size of a draw is binomial");
    assertEquals(size, noise.sample(0, size, 1).length);
  }

  @Test
  void clipping_boundsTheNorm() {
    Privacy privacy = new Privacy(2, 1);
    assertEquals(1, privacy.clippingFactor(0));
    assertEquals(1, privacy.clippingFactor(2));
    assertEquals(0.25, privacy.clippingFactor(8));
  }

  @Test
  void noise_isNotPrinted() {
    assertEquals("SecureNoise[redacted]", noise.toString());
    assertEquals("SampleStreams[redacted]", noise.samples(0).toString());
  }
}
