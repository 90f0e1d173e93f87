package org.cryptotl.nn.scaling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cryptotl.nn.scaling.Scaler.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class ScalerTest {

  private static final List<float[]> ROWS =
      List.of(new float[] {1, -4, 7}, new float[] {3, 0, 7}, new float[] {5, 4, 7});

  @Test
  void minMax_mapsTheTrainingDataOntoZeroToOne() {
    Scaler scaler = Scaler.fit(Kind.MIN_MAX, ROWS);
    assertArrayEquals(new float[] {0, 0, 0}, scaler.apply(ROWS.get(0)));
    assertArrayEquals(new float[] {0.5f, 0.5f, 0}, scaler.apply(ROWS.get(1)));
    assertArrayEquals(new float[] {1, 1, 0}, scaler.apply(ROWS.get(2)));
    assertArrayEquals(new float[] {2, -0.5f, 1}, scaler.apply(new float[] {9, -8, 8}));
  }

  @Test
  void standard_givesMeanZeroAndDeviationOne() {
    Scaler scaler = Scaler.fit(Kind.STANDARD, ROWS);
    float unit = (float) Math.sqrt(1.5);
    assertArrayEquals(new float[] {-unit, -unit, 0}, scaler.apply(ROWS.get(0)), 1e-6f);
    assertArrayEquals(new float[] {0, 0, 0}, scaler.apply(ROWS.get(1)), 1e-6f);
  }

  @Test
  void standard_ofManyRowsFarFromZero_keepsItsDigits() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<float[]> rows =
        Stream.generate(() -> new float[] {(float) (1000 + random.nextGaussian())})
            .limit(20_000)
            .toList();
    Scaler scaler = Scaler.fit(Kind.STANDARD, rows);
    double mean = 0;
    double squares = 0;
    for (float[] row : rows) {
      double y = scaler.apply(row)[0];
      mean += y / rows.size();
      squares += y * y / rows.size();
    }
    assertEquals(0, mean, 1e-3, "seed " + seed);
    assertEquals(1, squares, 1e-3, "seed " + seed);
  }

  @Test
  void vectorsTogether_areScaledAsOneByOne() {
    Scaler scaler = Scaler.fit(Kind.STANDARD, ROWS);
    float[] all = scaler.applyAll(new float[] {1, -4, 7, 5, 4, 7});
    float[] last = scaler.apply(ROWS.get(2));
    assertArrayEquals(last, new float[] {all[3], all[4], all[5]});
  }

  @Test
  void scaler_isItsNumbers() {
    Scaler scaler = Scaler.fit(Kind.MIN_MAX, ROWS);
    assertEquals(scaler, new Scaler(scaler.kind(), scaler.offsets(), scaler.factors()));
    assertEquals("Scaler[MIN_MAX, redacted, 3]", scaler.toString());
  }

  @Test
  void misuse_isRefused() {
    assertMessage("no rows", () -> Scaler.fit(Kind.MIN_MAX, List.of()));
    assertMessage(
        "row 1 has 1 entries", () -> Scaler.fit(Kind.MIN_MAX, List.of(new float[2], new float[1])));
    assertMessage(
        "entry 0 of row 0 is not finite",
        () -> Scaler.fit(Kind.STANDARD, List.of(new float[] {Float.NaN})));
    assertMessage(
        "got 2 entries, expected 3", () -> Scaler.fit(Kind.STANDARD, ROWS).apply(new float[2]));
    assertMessage("factor is 0", () -> new Scaler(Kind.STANDARD, new float[1], new float[1]));
  }

  private static void assertMessage(String part, Runnable action) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(part), message);
  }
}
