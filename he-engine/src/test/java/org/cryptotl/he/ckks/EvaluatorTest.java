package org.cryptotl.he.ckks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operation against plain arithmetic. The bound is that of {@link Noise}: an error above it,
 * or a hundred times below it, fails.
 */
@ExtendWith(Replay.class)
class EvaluatorTest {

  /** Two shapes of levels: one prime at scale 2^26 and two at scale 2^50. */
  enum Shape {
    ONE_PRIME_A_LEVEL,
    TWO_PRIMES_A_LEVEL
  }

  private static final Setting ONE =
      new Setting(InsecureParameters.insecure(11, 4, 2, 1, 26), 1, 5, -7);

  private static final Setting TWO =
      new Setting(InsecureParameters.insecure(11, 6, 2, 2, 50), 1, 5, -7);

  private static Setting setting(Shape shape) {
    return shape == Shape.ONE_PRIME_A_LEVEL ? ONE : TWO;
  }

  @ParameterizedTest
  @EnumSource
  void everyOperation_isPlainArithmeticWithinItsBound(Shape shape, Random random) {
    Setting s = setting(shape);
    Scale scale = s.parameters.defaultScale();
    Tracked a = s.encrypt(s.vector(random, 1)).check("symmetric encryption");
    Tracked b = s.encryptPublic(s.vector(random, 1)).check("public-key encryption");
    ComplexVector plain = s.vector(random, 1);
    a.add(b).check("add");
    a.subtract(b).check("subtract");
    a.negate().check("negate");
    a.addDependent(a).check("add to itself");
    a.add(plain).check("add plaintext");
    a.subtract(plain).check("subtract plaintext");
    a.addConstant(0.3, -0.7).check("add constant");
    a.addConstant(1e3, 0).check("add real constant");
    a.multiply(plain, scale).check("multiply by plaintext").rescale().check("and rescale");
    a.multiplyConstant(0.3, 0, scale).check("multiply by real constant");
    a.multiplyConstant(-0.3, 1.7, scale).check("multiply by complex constant");
    a.multiplyConstant(0.3, 0, Scale.powerOfTwo(10)).check("multiply by coarse constant");
    a.multiplyOnly(b).check("multiply, three polynomials");
    a.multiplyOnly(b).rescale().check("rescale three polynomials");
    a.multiplyOnly(b).rescale().relinearize().check("relinearise after rescaling");
    a.multiply(b).check("multiply").rescale().check("multiply and rescale");
    a.multiplyRescale(b).check("multiply and rescale in one division");
    a.multiplyOnly(b).relinearizeRescale().check("relinearise and rescale in one division");
    a.square().check("square").rescale().check("square and rescale");
    a.rotate(1).check("rotate");
    b.rotate(-7).check("rotate to the right");
    a.conjugate().check("conjugate");
    a.addDependent(a.conjugate()).check("real part");
    for (int level = 0; level <= a.level(); level++) {
      Tracked low = s.encrypt(s.vector(random, 1)).dropToLevel(level);
      assertEquals(level, low.level());
      low.check("level " + level).rotate(5).check("rotate at level " + level);
    }
  }

  @ParameterizedTest
  @EnumSource
  void mergedDivision_givesLevelAndScaleOfTheSeparateOnes(Shape shape, Random random) {
    Setting s = setting(shape);
    for (int level = s.parameters.maxLevel(); level > 0; level--) {
      Tracked a = s.encrypt(s.vector(random, 1)).dropToLevel(level);
      Tracked b = s.encrypt(s.vector(random, 1), level, Scale.of(123456789));
      Tracked separate = a.multiply(b).rescale();
      Tracked three = a.multiplyOnly(b);
      for (Tracked merged : List.of(a.multiplyRescale(b), three.relinearizeRescale())) {
        assertEquals(separate.ciphertext().limbs(), merged.ciphertext().limbs());
        assertEquals(separate.ciphertext().scale(), merged.ciphertext().scale());
        merged.check("level " + level);
      }
      assertTrue(
          Setting.same(
              s.evaluator.multiplyRelinearizeRescale(a.ciphertext(), b.ciphertext()),
              s.evaluator.relinearizeRescale(three.ciphertext())));
    }
    Tracked x = s.encrypt(s.vector(random, 1));
    Ciphertext two = x.multiply(x).ciphertext();
    assertTrue(Setting.same(s.evaluator.rescale(two), s.evaluator.relinearizeRescale(two)));
  }

  @ParameterizedTest
  @EnumSource
  void operandsOfDifferentLevels_meetAtTheLower(Shape shape, Random random) {
    Setting s = setting(shape);
    Tracked a = s.encrypt(s.vector(random, 1));
    Tracked b = s.encryptPublic(s.vector(random, 1)).dropToLevel(1);
    for (Tracked each : List.of(a.add(b), b.add(a), a.subtract(b), b.subtract(a), a.multiply(b))) {
      assertEquals(1, each.level());
      each.check("levels 3 and 1");
    }
    Plaintext top = s.encoder.encode(a.values());
    assertEquals(1, s.evaluator.level(s.evaluator.add(b.ciphertext(), top)));
    assertEquals(1, s.evaluator.level(s.evaluator.multiply(b.ciphertext(), top)));
    Plaintext low = s.encoder.encode(a.values(), 1, s.parameters.defaultScale());
    assertTrue(
        Setting.same(
            s.evaluator.multiply(b.ciphertext(), top), s.evaluator.multiply(b.ciphertext(), low)));
    for (Plaintext each : List.of(top, low)) {
      assertTrue(
          Setting.same(
              s.evaluator.multiplyRescale(b.ciphertext(), each),
              s.evaluator.rescale(s.evaluator.multiply(b.ciphertext(), each))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sumsOfDifferentDegrees_keepTheHigher(Shape shape, Random random) {
    Setting s = setting(shape);
    Tracked product = s.encrypt(s.vector(random, 1)).multiplyOnly(s.encrypt(s.vector(random, 1)));
    Tracked other =
        s.encrypt(s.vector(random, 1), s.parameters.maxLevel(), product.ciphertext().scale());
    ComplexVector plain = s.vector(random, 1);
    for (Tracked sum :
        List.of(
            product.add(other),
            other.add(product),
            product.subtract(other),
            other.subtract(product),
            product.negate(),
            product.add(plain),
            product.addConstant(0.5, 0.25))) {
      assertEquals(2, sum.ciphertext().degree());
      sum.check("degree 2");
    }
    assertSame(other.ciphertext(), s.evaluator.relinearize(other.ciphertext()));
  }

  /** Squares and products with what was before: errors that depend on each other. */
  @ParameterizedTest
  @EnumSource
  void powers_stayWithinTheirBounds(Shape shape, Random random) {
    Setting s = setting(shape);
    Tracked x = s.encrypt(s.vector(random, 0.7));
    Tracked square = x.square().rescale().check("x^2");
    square.multiply(x).rescale().check("x^3");
    if (s.parameters.maxLevel() > 2) {
      square.square().rescale().check("x^4");
    }
  }

  /** Multiply and rescale until no level is left; the scale stays exactly where it was. */
  @ParameterizedTest
  @EnumSource
  void chainToTheLastLevel_staysWithinItsBound(Shape shape, Random random) {
    Setting s = setting(shape);
    Tracked x = s.encrypt(s.vector(random, 0.3));
    while (x.level() > 0) {
      Scale divisor = s.parameters.rescaleDivisor(x.level());
      x = x.multiply(s.vector(random, 0.7), divisor).rescale();
      assertTrue(x.ciphertext().scale().matches(s.parameters.defaultScale()));
      x.check("level " + x.level());
    }
  }

  @Test
  void randomCircuits_stayWithinTheirBounds(Random random) {
    Setting s = ONE;
    for (int circuit = 0; circuit < 6; circuit++) {
      Tracked x = s.encrypt(s.vector(random, 0.5));
      StringBuilder text = new StringBuilder("x");
      for (int step = 0; step < 8; step++) {
        int choice = random.nextInt(7);
        text.append(' ').append(choice);
        Tracked y = s.encrypt(s.vector(random, 0.5), x.level(), x.ciphertext().scale());
        x =
            switch (choice) {
              case 0 -> x.add(y);
              case 1 -> x.rotate(List.of(1, 5, -7).get(random.nextInt(3)));
              case 2 -> x.addDependent(x.conjugate());
              case 3 -> x.subtract(s.vector(random, 1));
              case 4 -> x.level() > 1 ? x.multiply(y).rescale() : x.negate();
              case 5 ->
                  x.level() > 1
                      ? x.multiply(s.vector(random, 1), s.parameters.rescaleDivisor(x.level()))
                          .rescale()
                      : x.addConstant(0.125, -1);
              default -> x.level() > 1 ? x.dropToLevel(x.level() - 1) : x.subtract(y);
            };
      }
      x.check(text.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"12", "13"})
  @Tag("once")
  void mediumRings_stayWithinTheirBounds(int logN, Random random) {
    Setting s = new Setting(InsecureParameters.insecure(logN, 3, 1), 3);
    Tracked a = s.encryptPublic(s.vector(random, 1)).check("public-key encryption");
    a.square().rescale().check("square").rotate(3).check("rotate");
    a.multiply(s.vector(random, 1), s.parameters.defaultScale()).rescale().check("plaintext");
  }

  @ParameterizedTest
  @CsvSource({"14", "15"})
  @Tag("once")
  void largeRings_stayWithinTheirBounds(int logN, Random random) {
    Setting s = new Setting(InsecureParameters.insecure(logN, 2, 1, 1, 26), 3);
    Tracked a = s.encryptPublic(s.vector(random, 1)).check("public-key encryption");
    Tracked b = s.encrypt(s.vector(random, 0.2)).check("symmetric encryption");
    a.multiply(b)
        .rescale()
        .check("multiply")
        .rotate(3)
        .check("rotate")
        .conjugate()
        .check("conjugate");
  }

  @Test
  void rotationsByEveryStep_areRotations(Random random) {
    int slots = 32;
    Setting s =
        new Setting(InsecureParameters.insecure(6, 3, 2), IntStream.range(1, slots).toArray());
    Tracked a = s.encrypt(s.vector(random, 1));
    for (int k = -slots; k <= 2 * slots; k++) {
      a.rotate(k).check("rotate by " + k);
    }
    for (int i = 0; i < slots; i += 3) {
      for (int k = 0; k < slots; k += 5) {
        Tracked both = a.rotate(i).rotate(k);
        both.check("rotate by " + i + " and " + k);
        assertEquals(a.rotate(i + k).values(), both.values());
      }
    }
    assertSame(a.ciphertext(), a.rotate(0).ciphertext());
    assertSame(a.ciphertext(), a.rotate(slots).ciphertext());
    Tracked twice = a.conjugate().conjugate();
    assertEquals(a.values(), twice.values());
    twice.check("conjugate twice");
    a.rotate(3).conjugate().check("rotate, conjugate");
    a.conjugate().rotate(3).check("conjugate, rotate");
  }

  @ParameterizedTest
  @EnumSource
  void hoistedRotations_areSingleOnesBitByBit(Shape shape, Random random) {
    Setting s = setting(shape);
    List<Integer> steps = List.of(1, 0, -7, 5, 1, s.parameters.slots());
    for (int level = 0; level <= s.parameters.maxLevel(); level++) {
      Ciphertext a = s.encrypt(s.vector(random, 0.2)).dropToLevel(level).ciphertext();
      List<Ciphertext> hoisted = s.evaluator.rotateHoisted(a, steps);
      for (int i = 0; i < steps.size(); i++) {
        assertTrue(Setting.same(s.evaluator.rotate(a, steps.get(i)), hoisted.get(i)));
      }
    }
    assertEquals(
        List.of(),
        s.evaluator.rotateHoisted(s.encrypt(s.vector(random, 1)).ciphertext(), List.of()));
  }

  /** 24 levels of squaring-like growth: the scale is the exact rational to 2^-80. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void scaleOfAChain_isTheExactRational(int primesPerLevel) {
    int levels = 24 / primesPerLevel;
    CkksParameters p = InsecureParameters.insecure(5, 24, 1, primesPerLevel, 29 * primesPerLevel);
    Setting s = new Setting(p);
    Ciphertext x = s.symmetric.encryptZero(24, p.defaultScale());
    BigDecimal exact = new BigDecimal(p.defaultScale().high());
    MathContext digits = new MathContext(60);
    Scale odd = Scale.of(Math.scalb(1.234567891234567, 29 * primesPerLevel));
    for (int level = levels - 1; level > 0; level--) {
      x = s.evaluator.rescale(s.evaluator.multiplyConstant(x, 1, 0, odd));
      exact = exact.multiply(new BigDecimal(odd.high()));
      for (int i = 0; i < primesPerLevel; i++) {
        int q = p.rlwe().data(24).limb(p.limbs(level) - 1 - i).q();
        exact = exact.divide(new BigDecimal(q), digits);
      }
      BigDecimal tracked = new BigDecimal(x.scale().high()).add(new BigDecimal(x.scale().low()));
      double error = tracked.subtract(exact).abs().divide(exact, digits).doubleValue();
      assertTrue(error < 0x1p-80, "relative error %.3g at level %d".formatted(error, level));
    }
    assertEquals(0, s.evaluator.level(x));
  }

  @Test
  void evaluatorWithOtherKeys_servesTheOtherOwner(Random random) {
    CkksParameters parameters = ONE.parameters;
    Setting other = new Setting(parameters, 1);
    Evaluator shared = ONE.evaluator.withKeys(other.keys);
    Tracked a = other.encrypt(other.vector(random, 1));
    assertSame(other.keys, shared.keys());
    assertSame(ONE.evaluator.keySwitcher(), shared.keySwitcher());
    assertTrue(
        Setting.same(other.evaluator.rotate(a.ciphertext(), 1), shared.rotate(a.ciphertext(), 1)));
  }

  @Test
  void seededCiphertext_keepsItsSeedWhenItDrops(Random random) {
    Setting s = ONE;
    Ciphertext a = s.encrypt(s.vector(random, 1)).ciphertext();
    Ciphertext low = s.evaluator.dropToLevel(a, 1);
    assertEquals(a.seed(), low.seed());
    assertTrue(
        org.cryptotl.he.ring.UniformSampler.sample(
                s.parameters.rlwe().data(2), low.seed().orElseThrow(), 0)
            .sameAs(low.poly(1)));
    Map<String, Ciphertext> changed =
        Map.of(
            "negate", s.evaluator.negate(a),
            "add", s.evaluator.add(a, a),
            "constant", s.evaluator.addConstant(a, 1, 0),
            "product", s.evaluator.multiplyConstant(a, 1, 0, Scale.of(1)));
    changed.forEach((name, each) -> assertTrue(each.seed().isEmpty(), name));
  }
}
