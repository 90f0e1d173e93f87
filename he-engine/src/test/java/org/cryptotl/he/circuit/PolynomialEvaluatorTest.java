package org.cryptotl.he.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolynomialEvaluatorTest {

  /** The bound adds worst cases up, one a term, and may be this far above an error for each. */
  private static final double LOOSEST = 100;

  private final Random random = new Random(11);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 23, 31, 33, 63})
  void everyDegree_inTheLeastDepthAndAtTheWantedScale(int degree) {
    CkksParameters parameters = InsecureParameters.insecure(10, 9, 3);
    Fixture fixture = new Fixture(parameters);
    Evaluator evaluator = fixture.evaluator(Set.of());
    PolynomialEvaluator polynomials = new PolynomialEvaluator(evaluator);
    double[] x = random.doubles(parameters.slots(), -1, 1).toArray();
    double[] wide = random.doubles(parameters.slots(), -3, 8).toArray();
    double[] coefficients = random.doubles(degree + 1, -1, 1).toArray();
    if (degree > 4) {
      coefficients[degree / 2] = 0;
      coefficients[0] = 0;
    }
    Scale scale = parameters.defaultScale();
    check(fixture, polynomials, Polynomial.powers(coefficients), x, scale);
    check(fixture, polynomials, Polynomial.chebyshev(-1, 1, coefficients), x, scale);
    check(fixture, polynomials, Polynomial.chebyshev(-3, 8, coefficients), wide, scale);
    check(fixture, polynomials, Polynomial.powers(coefficients), x, Scale.of(123456789));
  }

  private static void check(
      Fixture fixture, PolynomialEvaluator polynomials, Polynomial p, double[] x, Scale scale) {
    Ciphertext input = fixture.encrypt(ComplexVector.real(x));
    Ciphertext output = polynomials.evaluate(input, p, scale);
    assertEquals(input.limbs() - p.depth(), output.limbs());
    assertTrue(output.scale().matches(scale), () -> output.scale() + " instead of " + scale);
    ComplexVector values = fixture.decrypt(output);
    double bound = new PolynomialError(fixture.parameters, p, Math.min(scale.high(), 0x1p30)).of(p);
    double largest = 0;
    for (int i = 0; i < x.length; i++) {
      largest = Math.max(largest, Math.abs(values.re()[i] - p.at(x[i])));
    }
    double error = largest;
    assertTrue(error <= bound, () -> p + ": error " + error + ", bound " + bound);
    assertTrue(
        bound <= LOOSEST * (1 + p.degree()) * error,
        () -> p + ": error " + error + ", bound " + bound);
  }

  @Test
  void depressedCubic_takesTwoLevels() {
    CkksParameters parameters = InsecureParameters.insecure(11, 5, 2);
    Fixture fixture = new Fixture(parameters);
    double[] x = random.doubles(parameters.slots(), -1.5, 1.5).toArray();
    Ciphertext input = fixture.encrypt(ComplexVector.real(x));
    Ciphertext output =
        new PolynomialEvaluator(fixture.evaluator(Set.of())).depressedCubic(input, -1, 0.25);
    assertEquals(input.limbs() - 2, output.limbs());
    ComplexVector values = fixture.decrypt(output);
    // |t| <= 1.5, so errors of the factors weigh up to 1.5^2 and twice 1.5: four times that of p.
    double bound =
        4
            * new PolynomialError(parameters, Polynomial.powers(0.25, -1, 0, 1), 0x1p30)
                .of(Polynomial.powers(0.25, -1, 0, 1));
    for (int i = 0; i < x.length; i++) {
      assertEquals(x[i] * x[i] * x[i] - x[i] + 0.25, values.re()[i], bound);
    }
  }

  @Test
  void tooFewLevels_areNamed() {
    CkksParameters parameters = InsecureParameters.insecure(10, 3, 1);
    Fixture fixture = new Fixture(parameters);
    Ciphertext input = fixture.encrypt(ComplexVector.real(0.5));
    PolynomialEvaluator polynomials = new PolynomialEvaluator(fixture.evaluator(Set.of()));
    HeException error =
        assertThrows(
            HeException.LevelExhausted.class,
            () -> polynomials.evaluate(input, Polynomial.powers(0, 0, 0, 0, 1), Scale.of(1e9)));
    assertEquals(
        "polynomial of degree 4: it needs 3 levels, the ciphertext has 2", error.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> polynomials.evaluate(input, Polynomial.powers(1), Scale.of(1e9)));
    assertThrows(IllegalArgumentException.class, () -> Polynomial.powers(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Polynomial.chebyshev(1, 1, 1, 2));
  }

  @Test
  void plainValues_agreeBetweenBases() {
    // 4 T_3 + 2 T_1 = 16 u^3 - 10 u
    Polynomial chebyshev = Polynomial.chebyshev(-1, 1, 0, 2, 0, 4);
    Polynomial powers = Polynomial.powers(0, -10, 0, 16, 0);
    for (double x = -1; x <= 1; x += 0.1) {
      assertEquals(powers.at(x), chebyshev.at(x), 1e-13);
    }
    assertEquals(3, powers.degree());
    assertEquals(16.0 - 10, Polynomial.chebyshev(2, 6, 0, 2, 0, 4).at(6), 1e-13);
  }
}
