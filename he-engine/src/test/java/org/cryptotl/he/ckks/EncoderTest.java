package org.cryptotl.he.ckks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.CoeffPoly;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Replay.class)
class EncoderTest {

  private static final int LOG_N = 10;
  private static final CkksParameters PARAMETERS = InsecureParameters.insecure(LOG_N, 4, 1, 1, 26);
  private static final Encoder ENCODER = new Encoder(PARAMETERS);

  @ParameterizedTest
  @CsvSource({
    "5, 1, 26",
    "6, 1, 12",
    "8, 1, 8",
    "10, 1, 26",
    "11, 1, 29",
    "10, 2, 50",
    "10, 2, 59",
    "12, 2, 55",
    "13, 1, 28"
  })
  void decodingUndoesEncoding_atEveryLevel(
      int logN, int primesPerLevel, int scaleLog2, Random random) {
    CkksParameters parameters =
        InsecureParameters.insecure(logN, 3 * primesPerLevel, 1, primesPerLevel, scaleLog2);
    Encoder encoder = new Encoder(parameters);
    Scale scale = Scale.powerOfTwo(scaleLog2);
    ComplexVector complex = vector(random, parameters.slots(), 0.5);
    ComplexVector real = ComplexVector.real(complex.re());
    for (int level = 0; level <= parameters.maxLevel(); level++) {
      assertDecodes(encoder, logN, complex, level, scale);
      assertDecodes(encoder, logN, real, level, scale);
    }
  }

  /** Scales far beyond doubles' exact integers, and one of no round number. */
  @ParameterizedTest
  @ValueSource(doubles = {0x1p80, 0x1p100, 0x1p115, 1.2345678e17, 1073692673.0 * 1073643521.0})
  void hugeScales_losePrecisionOfDoublesAlone(double scale, Random random) {
    assertDecodes(ENCODER, LOG_N, vector(random, 512, 1), 3, Scale.of(scale));
  }

  private static void assertDecodes(
      Encoder encoder, int logN, ComplexVector values, int level, Scale scale) {
    Plaintext plaintext = encoder.encode(values, level, scale);
    assertEquals(scale, plaintext.scale());
    ComplexVector decoded = encoder.decode(plaintext);
    double scaled = Tracked.largest(values) * scale.high();
    double bound = Noise.encoding(logN, scaled).decoded(scaled).bound() / scale.high();
    double error = Tracked.largest(Tracked.plus(decoded, values, -1));
    assertTrue(
        error <= bound && bound <= 100 * error,
        "error %.3g, bound %.3g at scale %s".formatted(error, bound, scale));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100, 511, 512})
  void shortVectors_areFilledWithZeros(int size, Random random) {
    ComplexVector values = vector(random, size, 10);
    ComplexVector all =
        new ComplexVector(Arrays.copyOf(values.re(), 512), Arrays.copyOf(values.im(), 512));
    Plaintext plaintext = ENCODER.encode(values);
    assertTrue(plaintext.poly().sameAs(ENCODER.encode(all).poly()));
    ComplexVector decoded = ENCODER.decode(plaintext);
    assertEquals(512, decoded.size());
    double scaled = 20 * 0x1p26;
    double bound = Noise.encoding(LOG_N, scaled).bound() / 0x1p26;
    assertTrue(Tracked.largest(Tracked.plus(decoded, all, -1)) <= bound);
  }

  @Test
  void constantVector_isAConstantAndAMonomial() {
    double[] re = new double[512];
    double[] im = new double[512];
    Arrays.fill(re, 1.25);
    Arrays.fill(im, -3);
    ComplexVector values = new ComplexVector(re, im);
    CoeffPoly poly = ENCODER.encode(values).poly().toCoefficients();
    for (int k = 0; k < 1024; k++) {
      double expected = k == 0 ? 1.25 * 0x1p26 : k == 512 ? -3 * 0x1p26 : 0;
      assertEquals(expected, poly.centered(k).doubleValue());
    }
    assertTrue(
        ENCODER
            .encode(values)
            .poly()
            .sameAs(
                ScaledConstant.of(1.25, -3, PARAMETERS.defaultScale())
                    .toNtt(PARAMETERS.rlwe().data(4))));
  }

  @Test
  void lowerLevel_isThePrefixOfTheHigher(Random random) {
    ComplexVector values = vector(random, 512, 1);
    Plaintext top = ENCODER.encode(values);
    assertEquals(4, top.limbs());
    for (int level = 0; level < 3; level++) {
      Plaintext low = ENCODER.encode(values, level, PARAMETERS.defaultScale());
      assertTrue(low.poly().sameAs(top.poly().prefix(level + 1)));
      assertTrue(
          ENCODER
              .encodeExtended(values, level + 1, PARAMETERS.defaultScale())
              .prefix(level + 1)
              .sameAs(low.poly()));
    }
    assertEquals(
        PARAMETERS.rlwe().key(2),
        ENCODER.encodeExtended(values, 2, PARAMETERS.defaultScale()).basis());
  }

  @Test
  void input_isNotChanged(Random random) {
    ComplexVector values = vector(random, 512, 1);
    double[] re = values.re().clone();
    double[] im = values.im().clone();
    ENCODER.encode(values);
    assertArrayEquals(re, values.re());
    assertArrayEquals(im, values.im());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300})
  void valuesThatAreNotFiniteOrHuge_areRefused(double x, Random random) {
    for (int place : new int[] {0, 3, 511}) {
      double[] re = random.doubles(512).toArray();
      re[place] = x;
      ComplexVector inRe = ComplexVector.real(re);
      ComplexVector inIm = new ComplexVector(new double[512], re);
      for (ComplexVector values : new ComplexVector[] {inRe, inIm}) {
        String message =
            assertThrows(IllegalArgumentException.class, () -> ENCODER.encode(values)).getMessage();
        assertTrue(message.contains("do not fit a modulus of 120.00 bits"), message);
      }
    }
  }

  @Test
  void valuesBeyondHalfTheModulus_areRefused() {
    Scale scale = Scale.powerOfTwo(26);
    for (int level = 0; level < 4; level++) {
      int l = level;
      double half = Math.scalb(1.0, 30 * (level + 1) - 1 - 26);
      assertThrows(
          IllegalArgumentException.class,
          () -> ENCODER.encode(ComplexVector.real(everywhere(1.01 * half)), l, scale));
      // A quarter of the modulus is accepted whatever the exact size of the primes.
      ComplexVector fits = ComplexVector.real(everywhere(0.49 * half));
      assertEquals(0.49, ENCODER.decode(ENCODER.encode(fits, level, scale)).re()[7] / half, 1e-7);
    }
  }

  private static double[] everywhere(double x) {
    double[] out = new double[512];
    Arrays.fill(out, x);
    return out;
  }

  @Test
  void tooLongVectorsAndLevelsOutOfRange_areRefused() {
    assertEquals(
        "encode: got 513 values, expected at most 512",
        assertThrows(
                IllegalArgumentException.class,
                () -> ENCODER.encode(ComplexVector.real(new double[513])))
            .getMessage());
    for (int level : new int[] {-1, 4}) {
      assertEquals(
          "level: got " + level + ", expected 0 to 3",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ENCODER.encode(ComplexVector.real(1), level, Scale.of(2)))
              .getMessage());
    }
    assertThrows(
        IllegalArgumentException.class, () -> new ComplexVector(new double[3], new double[4]));
  }

  /** It would decode to noise, or not at all. */
  @Test
  void plaintextOfOtherParameters_isRefused() {
    for (CkksParameters other :
        new CkksParameters[] {
          InsecureParameters.insecure(LOG_N, 4, 2, 1, 26),
          InsecureParameters.insecure(9, 4, 1, 1, 26),
          InsecureParameters.insecure(LOG_N, 6, 1, 1, 26)
        }) {
      assertTrue(other.maxLevel() >= PARAMETERS.maxLevel());
      Plaintext plaintext = new Encoder(other).encode(ComplexVector.real(1));
      String message =
          assertThrows(HeException.ParameterMismatch.class, () -> ENCODER.decode(plaintext))
              .getMessage();
      assertTrue(message.contains("N=2^10"), message);
    }
  }

  private static ComplexVector vector(Random random, int size, double bound) {
    return new ComplexVector(
        random.doubles(size, -bound, bound).toArray(),
        random.doubles(size, -bound, bound).toArray());
  }
}
