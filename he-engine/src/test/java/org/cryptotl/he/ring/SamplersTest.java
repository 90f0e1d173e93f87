package org.cryptotl.he.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Distributions of what the samplers give. Those of a fixed seed cannot fail by chance; the secret
 * ones take fresh randomness, and each of their bounds is 7 standard deviations or more (a
 * probability below 3e-12).
 */
@Tag("once")
class SamplersTest {

  private static final double DEVIATIONS = 7;
  private static final int COUNT = 1 << 20;

  private static int[] ternary;
  private static int[] errors;

  @BeforeAll
  static void sample() {
    SecretSampler sampler = new SecretSampler(new SecureRandom());
    ternary = sampler.ternary(COUNT);
    errors = sampler.error(COUNT);
  }

  @Test
  void ternaryCoefficients_areThirds() {
    assertTrue(Arrays.stream(ternary).allMatch(x -> -1 <= x && x <= 1));
    for (int value = -1; value <= 1; value++) {
      int v = value;
      assertFrequency(1.0 / 3, Arrays.stream(ternary).filter(x -> x == v).count());
    }
  }

  @Test
  void errors_areCentredBinomial() {
    assertTrue(
        Arrays.stream(errors).allMatch(x -> -SecretSampler.ETA <= x && x <= SecretSampler.ETA));
    double probability = Math.scalb(1.0, -2 * SecretSampler.ETA);
    // P(e = k) = C(42, 21 + k) / 2^42.
    for (int k = 0; k <= 2 * SecretSampler.ETA; k++) {
      int value = k - SecretSampler.ETA;
      if (probability * COUNT > 100) {
        assertFrequency(probability, Arrays.stream(errors).filter(x -> x == value).count());
      }
      probability = probability * (2 * SecretSampler.ETA - k) / (k + 1);
    }
  }

  @Test
  void errors_haveMean0AndVariance10Point5() {
    double mean = Arrays.stream(errors).asDoubleStream().sum() / COUNT;
    assertEquals(0, mean, DEVIATIONS * SecretSampler.ERROR_SIGMA / Math.sqrt(COUNT));
    double variance = Arrays.stream(errors).mapToDouble(x -> (double) x * x).sum() / COUNT;
    // E e^4 = 3 s^4 - s^2: the variance of e^2 is 2 s^4 - s^2.
    assertEquals(10.5, variance, DEVIATIONS * Math.sqrt((2 * 10.5 * 10.5 - 10.5) / COUNT));
    assertEquals(10.5, SecretSampler.ERROR_SIGMA * SecretSampler.ERROR_SIGMA, 1e-12);
  }

  /** Neighbours, and coefficients one buffer of the stream (1024 words) apart. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 512, 1024, 2048, 8192})
  void coefficients_areUncorrelated(int distance) {
    assertEquals(0, correlation(errors, distance), DEVIATIONS / Math.sqrt(COUNT - distance));
    assertEquals(0, correlation(ternary, distance), DEVIATIONS / Math.sqrt(COUNT - distance));
  }

  @Test
  void placesInAPolynomial_areAlike() {
    int period = 64;
    double[] sums = new double[period];
    for (int i = 0; i < COUNT; i++) {
      sums[i % period] += ternary[i];
    }
    double sigma = Math.sqrt(2.0 / 3 * COUNT / period);
    for (double sum : sums) {
      assertEquals(0, sum, DEVIATIONS * sigma);
    }
  }

  @Test
  void everyCall_givesAnotherPolynomial() {
    SecretSampler sampler = new SecretSampler(new SecureRandom());
    long distinct =
        IntStream.range(0, 200)
            .mapToObj(i -> Arrays.toString(i % 2 == 0 ? sampler.error(64) : sampler.ternary(64)))
            .distinct()
            .count();
    assertEquals(200, distinct);
    double same = 0;
    for (int i = 0; i < 200; i++) {
      same += correlation(sampler.error(4096), sampler.error(4096));
    }
    assertEquals(0, same / 200, DEVIATIONS / Math.sqrt(4096 * 200));
  }

  /** Chi-square over 256 classes of equal width, and all of them hit up to both ends. */
  @ParameterizedTest
  @ValueSource(ints = {30, 25, 23, 21})
  void uniformResidues_coverZeroToQ(int bits) {
    RnsBasis basis = TestRings.basis(16, bits);
    int q = basis.limb(0).q();
    Seed seed = seed(1);
    int polynomials = 16;
    int classes = 256;
    long[] counts = new long[classes];
    int least = q;
    int largest = 0;
    for (int p = 0; p < polynomials; p++) {
      for (int x : UniformSampler.sample(basis, seed, p).limb(0)) {
        assertTrue(0 <= x && x < q, "a residue");
        counts[(int) ((long) x * classes / q)]++;
        least = Math.min(least, x);
        largest = Math.max(largest, x);
      }
    }
    double total = (double) polynomials * basis.degree();
    double chiSquare = 0;
    for (int c = 0; c < classes; c++) {
      // x * classes / q = c for x from ceil(c q / classes) on.
      long from = ((long) c * q + classes - 1) / classes;
      long to = ((c + 1L) * q + classes - 1) / classes;
      double expected = total * (to - from) / q;
      chiSquare += (counts[c] - expected) * (counts[c] - expected) / expected;
    }
    double freedom = classes - 1;
    assertEquals(freedom, chiSquare, DEVIATIONS * Math.sqrt(2 * freedom));
    assertTrue(least < 30 * (q / total) + 1, "the least is near 0");
    assertTrue(q - largest < 30 * (q / total) + 1, "the largest is near q");
  }

  /**
   * With q = 2^29 + 1 - ... words above q must be rejected and not reduced: no bias to low ones.
   */
  @Test
  void uniformResidues_areRejectedNotReduced() {
    LimbRing ring = ringWithLowPrime();
    int q = ring.q();
    int[] x = new int[0];
    long low = 0;
    long total = 0;
    for (int p = 0; p < 16; p++) {
      x = UniformSampler.sample(new RnsBasis(List.of(ring)), seed(2), p).limb(0);
      low += Arrays.stream(x).filter(v -> v < q / 4).count();
      total += x.length;
    }
    assertEquals(0.25, (double) low / total, DEVIATIONS * Math.sqrt(0.25 * 0.75 / total));
    assertTrue(x.length > 0);
  }

  /** A prime little above 2^19, for which almost half of the words are passed over. */
  private static LimbRing ringWithLowPrime() {
    IntUnaryOperator next = k -> (1 << 19) + 1 + k * (1 << 14);
    int q =
        IntStream.range(1, 1000)
            .map(next)
            .filter(org.cryptotl.he.arith.Primes::isPrime)
            .findFirst()
            .orElseThrow();
    return new LimbRing(13, org.cryptotl.he.arith.Modulus.of(q));
  }

  @Test
  void uniformLimb_isTheSameInEveryBasis() {
    RnsBasis basis = TestRings.basis(10, 30, 29, 28, 30);
    RnsBasis reversed = new RnsBasis(basis.limbs().reversed());
    NttPoly all = UniformSampler.sample(basis, seed(3), 5);
    NttPoly backwards = UniformSampler.sample(reversed, seed(3), 5);
    for (int i = 0; i < basis.size(); i++) {
      RnsBasis alone = new RnsBasis(List.of(basis.limb(i)));
      assertArrayEquals(all.limb(i), UniformSampler.sample(alone, seed(3), 5).limb(0));
      assertArrayEquals(all.limb(i), backwards.limb(basis.size() - 1 - i));
    }
    assertTrue(all.prefix(2).sameAs(UniformSampler.sample(basis.prefix(2), seed(3), 5)));
  }

  @Test
  void otherIndexSeedOrPrime_givesAnUnrelatedPolynomial() {
    RnsBasis basis = TestRings.basis(12, 30, 30);
    NttPoly a = UniformSampler.sample(basis, seed(4), 0);
    assertTrue(a.sameAs(UniformSampler.sample(basis, seed(4), 0)));
    double q = basis.limb(0).q();
    for (int[] other :
        List.of(
            a.limb(1),
            UniformSampler.sample(basis, seed(4), 1).limb(0),
            UniformSampler.sample(basis, seed(5), 0).limb(0))) {
      assertFalse(Arrays.equals(a.limb(0), other));
      double correlation = 0;
      for (int i = 0; i < other.length; i++) {
        correlation += (a.limb(0)[i] / q - 0.5) * (other[i] / q - 0.5) * 12;
      }
      assertEquals(0, correlation / other.length, DEVIATIONS / Math.sqrt(other.length));
    }
  }

  private static Seed seed(int first) {
    byte[] bytes = new byte[Seed.BYTES];
    bytes[0] = (byte) first;
    return Seed.of(bytes);
  }

  private static void assertFrequency(double probability, long count) {
    double sigma = Math.sqrt(probability * (1 - probability) * COUNT);
    assertEquals(probability * COUNT, (double) count, DEVIATIONS * sigma);
  }

  private static double correlation(int[] a, int distance) {
    return correlation(
        Arrays.copyOf(a, a.length - distance), Arrays.copyOfRange(a, distance, a.length));
  }

  private static double correlation(int[] a, int[] b) {
    double sum = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
      squaresA += (double) a[i] * a[i];
      squaresB += (double) b[i] * b[i];
    }
    return sum / Math.sqrt(squaresA * squaresB);
  }
}
