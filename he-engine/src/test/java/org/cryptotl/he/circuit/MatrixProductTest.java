package org.cryptotl.he.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.ring.SecretSampler;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixProductTest {

  private final Random random = new Random(13);

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 7", "17, 5", "4, 64"})
  void product_isThePlainOneForEverySample(int rows, int columns) {
    CkksParameters parameters = InsecureParameters.insecure(10, 2, 1);
    Fixture fixture = new Fixture(parameters);
    double[][] matrix = new double[rows][];
    for (int j = 0; j < rows; j++) {
      matrix[j] = random.doubles(columns, -1, 1).toArray();
    }
    MatrixProduct product = MatrixProduct.of(matrix, Scale.powerOfTwo(19));
    List<ComplexVector> plain = new ArrayList<>();
    List<Ciphertext> encrypted = new ArrayList<>();
    for (int k = 0; k < columns; k++) {
      plain.add(
          new ComplexVector(
              random.doubles(parameters.slots(), -1, 1).toArray(),
              random.doubles(parameters.slots(), -1, 1).toArray()));
      encrypted.add(fixture.encrypt(plain.get(k)));
    }
    List<Ciphertext> out = product.apply(encrypted, Parallel.NONE);
    assertEquals(rows, out.size());
    double n = parameters.rlwe().degree();
    // Fresh noise of every operand, and weights that are off by up to 2^-20.
    double bound =
        8 * SecretSampler.ERROR_SIGMA * Math.sqrt(n * 2 * columns) / 0x1p30 + 2 * columns * 0x1p-20;
    for (int j = 0; j < rows; j++) {
      ComplexVector values = fixture.decrypt(out.get(j));
      assertEquals(49, out.get(j).scale().log2(), 1e-9);
      for (int i = 0; i < parameters.slots(); i++) {
        double re = 0;
        double im = 0;
        for (int k = 0; k < columns; k++) {
          re += matrix[j][k] * plain.get(k).re()[i];
          im += matrix[j][k] * plain.get(k).im()[i];
        }
        assertEquals(re, values.re()[i], bound);
        assertEquals(im, values.im()[i], bound);
      }
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      List<Ciphertext> together = product.apply(encrypted, Parallel.on(executor, 3));
      for (int j = 0; j < rows; j++) {
        assertTrue(out.get(j).poly(0).sameAs(together.get(j).poly(0)));
        assertTrue(out.get(j).poly(1).sameAs(together.get(j).poly(1)));
      }
    }
  }

  @Test
  void misuse_isNamed() {
    CkksParameters parameters = InsecureParameters.insecure(10, 2, 1);
    Fixture fixture = new Fixture(parameters);
    Ciphertext a = fixture.encrypt(ComplexVector.real(1));
    Evaluator evaluator = fixture.evaluator(Set.of());
    MatrixProduct product = MatrixProduct.of(new double[][] {{0.5, 0.25}}, Scale.powerOfTwo(10));
    assertThrows(IllegalArgumentException.class, () -> product.apply(List.of(a), Parallel.NONE));
    assertThrows(
        IllegalArgumentException.class,
        () -> product.apply(List.of(a, evaluator.dropToLevel(a, 0)), Parallel.NONE));
    Ciphertext scaled = evaluator.multiplyConstant(a, 1, 0, Scale.of(3));
    assertThrows(
        HeException.ScaleMismatch.class, () -> product.apply(List.of(a, scaled), Parallel.NONE));
    Ciphertext foreign =
        new Fixture(InsecureParameters.insecure(10, 3, 1)).encrypt(ComplexVector.real(1));
    assertThrows(
        HeException.ParameterMismatch.class,
        () -> product.apply(List.of(a, foreign), Parallel.NONE));
    assertThrows(
        IllegalArgumentException.class,
        () -> MatrixProduct.of(new double[][] {{1}}, Scale.powerOfTwo(20)));
    assertThrows(
        IllegalArgumentException.class,
        () -> MatrixProduct.of(new double[][] {{1, 2}, {1}}, Scale.powerOfTwo(5)));
  }
}
