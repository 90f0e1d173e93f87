package org.cryptotl.he.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearTransformTest {

  private final Random random = new Random(7);

  @ParameterizedTest
  @CsvSource({
    "10, 4, 2, 1, 4",
    "10, 5, 2, 8, 24",
    "11, 4, 1, 5, 30",
    "11, 6, 3, 16, 16",
    "10, 3, 2, 512, 9"
  })
  void sparseComplexDiagonals_giveThePlainMap(
      int logN, int dataPrimes, int specialPrimes, int babySteps, int diagonalCount) {
    CkksParameters parameters = InsecureParameters.insecure(logN, dataPrimes, specialPrimes);
    Fixture fixture = new Fixture(parameters);
    Map<Integer, ComplexVector> diagonals = new HashMap<>();
    for (int d = 0; d < diagonalCount; d++) {
      diagonals.put(
          random.nextInt(-parameters.slots() / 2, parameters.slots() / 2),
          vector(parameters.slots()));
    }
    LinearTransform transform = fixture.encode(diagonals, parameters.maxLevel(), babySteps);
    ComplexVector x = vector(parameters.slots());
    for (int level = parameters.maxLevel(); level > 1; level -= 2) {
      Evaluator evaluator = fixture.evaluator(transform.rotations());
      Ciphertext input = evaluator.dropToLevel(fixture.encrypt(x), level);
      for (Rescaling rescaling : Rescaling.values()) {
        Ciphertext output =
            new LinearTransformEvaluator(evaluator).apply(input, transform, rescaling);
        assertEquals(rescaling == Rescaling.NONE ? level : level - 1, evaluator.level(output));
        fixture.assertClose(
            apply(diagonals, x), output, fixture.bound(transform, 2.0 / 3, input.limbs()));
      }
    }
  }

  @Test
  void denseMatrix_onAPeriodicVector() {
    CkksParameters parameters = InsecureParameters.insecure(10, 3, 2);
    Fixture fixture = new Fixture(parameters);
    int n = 64;
    double[][] matrix = new double[n][n];
    double[] x = new double[parameters.slots()];
    for (int i = 0; i < n; i++) {
      matrix[i] = random.doubles(n, -1, 1).toArray();
      double v = random.nextDouble();
      for (int j = i; j < x.length; j += n) {
        x[j] = v;
      }
    }
    double[] expected = new double[x.length];
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < n; j++) {
        expected[i] += matrix[i % n][j] * x[j];
      }
    }
    Map<Integer, ComplexVector> diagonals = LinearTransform.diagonals(matrix, parameters.slots());
    LinearTransform transform = fixture.encode(diagonals, 2, 16);
    assertEquals(n / 16 + 15 - 1, transform.rotations().size());
    Evaluator evaluator = fixture.evaluator(transform.rotations());
    Ciphertext output =
        new LinearTransformEvaluator(evaluator)
            .apply(fixture.encrypt(ComplexVector.real(x)), transform, Rescaling.LAST);
    fixture.assertClose(
        ComplexVector.real(expected), output, fixture.bound(transform, 1.0 / 3, transform.limbs()));
  }

  @Test
  void result_doesNotDependOnThreads() {
    CkksParameters parameters = InsecureParameters.insecure(10, 4, 2);
    Fixture fixture = new Fixture(parameters);
    Map<Integer, ComplexVector> diagonals = new HashMap<>();
    for (int k = 0; k < 20; k++) {
      diagonals.put(k, vector(parameters.slots()));
    }
    LinearTransform transform = fixture.encode(diagonals, parameters.maxLevel(), 4);
    EvaluationKeys keys = fixture.keys(transform.rotations());
    Ciphertext input = fixture.encrypt(vector(parameters.slots()));
    Ciphertext alone =
        new LinearTransformEvaluator(new Evaluator(parameters, keys))
            .apply(input, transform, Rescaling.LAST);
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      Evaluator many = new Evaluator(parameters, keys, Parallel.on(executor, 3));
      Ciphertext together =
          new LinearTransformEvaluator(many).apply(input, transform, Rescaling.LAST);
      assertTrue(alone.poly(0).sameAs(together.poly(0)));
      assertTrue(alone.poly(1).sameAs(together.poly(1)));
    }
  }

  @Test
  void misuse_isNamed() {
    CkksParameters parameters = InsecureParameters.insecure(10, 3, 2);
    Fixture fixture = new Fixture(parameters);
    Map<Integer, ComplexVector> diagonals = Map.of(0, vector(512), 5, vector(512));
    LinearTransform low = fixture.encode(diagonals, 1, 2);
    Ciphertext input = fixture.encrypt(vector(512));
    LinearTransformEvaluator evaluator = new LinearTransformEvaluator(fixture.evaluator(Set.of(1)));
    assertThrows(IllegalArgumentException.class, () -> evaluator.apply(input, low, Rescaling.LAST));
    LinearTransform top = fixture.encode(diagonals, 2, 2);
    HeException missing =
        assertThrows(
            HeException.MissingGaloisKey.class, () -> evaluator.apply(input, top, Rescaling.LAST));
    assertTrue(missing.getMessage().contains("element 625"), missing.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> fixture.encode(Map.of(0, vector(513)), 2, 2));
    assertThrows(IllegalArgumentException.class, () -> fixture.encode(Map.of(), 2, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> fixture.encode(Map.of(3, vector(512), 515, vector(512)), 2, 2));
    CkksParameters others = InsecureParameters.insecure(10, 4, 2);
    Ciphertext foreign = new Fixture(others).encrypt(vector(512));
    assertThrows(
        HeException.ParameterMismatch.class, () -> evaluator.apply(foreign, top, Rescaling.LAST));
  }

  private ComplexVector vector(int n) {
    return new ComplexVector(
        random.doubles(n, -1, 1).toArray(), random.doubles(n, -1, 1).toArray());
  }

  private static ComplexVector apply(Map<Integer, ComplexVector> diagonals, ComplexVector x) {
    int n = x.size();
    double[] re = new double[n];
    double[] im = new double[n];
    diagonals.forEach((k, d) -> {
      for (int i = 0; i < n; i++) {
        int j = Math.floorMod(i + k, n);
        re[i] += d.re()[i] * x.re()[j] - d.im()[i] * x.im()[j];
        im[i] += d.re()[i] * x.im()[j] + d.im()[i] * x.re()[j];
      }
    });
    return new ComplexVector(re, im);
  }
}
