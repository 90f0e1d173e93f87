package org.cryptotl.he.rlwe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
@ExtendWith(Replay.class)
class ScaleTest {

  private static final MathContext DIGITS = new MathContext(80);

  @Test
  void chainOfProductsAndQuotients_isExactTo95Bits(Random random) {
    for (int round = 0; round < 200; round++) {
      Scale scale = Scale.powerOfTwo(30);
      BigDecimal exact = new BigDecimal(1L << 30);
      for (int step = 0; step < 40; step++) {
        int factor = (1 << 29) + random.nextInt(1 << 29);
        int divisor = (1 << 29) + random.nextInt(1 << 29);
        scale = scale.multiply(Scale.of(factor)).divide(Scale.of(divisor));
        exact = exact.multiply(new BigDecimal(factor)).divide(new BigDecimal(divisor), DIGITS);
        if (scale.high() < 1000) {
          scale = scale.multiply(scale);
          exact = exact.multiply(exact, DIGITS);
        }
      }
      assertTrue(relativeError(scale, exact) < 0x1p-95, "error " + relativeError(scale, exact));
      assertTrue(Math.abs(scale.low()) <= Math.ulp(scale.high()) / 2 * (1 + 1e-9));
      assertEquals(Math.log(exact.doubleValue()) / Math.log(2), scale.log2(), 1e-12);
    }
  }

  private static double relativeError(Scale scale, BigDecimal exact) {
    return new BigDecimal(scale.high())
        .add(new BigDecimal(scale.low()))
        .subtract(exact)
        .divide(exact, DIGITS)
        .abs()
        .doubleValue();
  }

  @Test
  void ordersOfMultiplication_match() {
    Scale a = Scale.of(1073692673);
    Scale b = Scale.of(1073643521);
    Scale c = Scale.of(998244353);
    assertTrue(a.multiply(b).divide(c).matches(b.divide(c).multiply(a)));
    assertTrue(a.multiply(b).divide(b).matches(a));
  }

  @Test
  void nearbyScales_doNotMatch() {
    Scale a = Scale.powerOfTwo(40);
    assertFalse(a.matches(Scale.of(Math.nextUp(a.high()))), "they differ by 2^-52");
    assertFalse(a.matches(new Scale(a.high(), a.high() * 0x1p-70)), "they differ by 2^-70");
    assertTrue(a.matches(new Scale(a.high(), a.high() * 0x1p-90)), "they differ by 2^-90");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 0", "-4, 0", "NaN, 0", "Infinity, 0", "1024, 1", "1024, NaN"})
  void scale_isFiniteAndAtLeast1(double high, double low) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Scale(high, low)).getMessage();
    assertTrue(message.contains("got " + high), message);
  }

  @Test
  void overflow_isRefused() {
    Scale huge = Scale.powerOfTwo(1000);
    assertThrows(IllegalArgumentException.class, () -> huge.multiply(huge));
    assertThrows(IllegalArgumentException.class, () -> Scale.of(2).divide(Scale.powerOfTwo(30)));
  }
}
