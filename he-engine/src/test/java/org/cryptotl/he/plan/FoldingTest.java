package org.cryptotl.he.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cryptotl.he.circuit.Polynomial;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class FoldingTest {

  private final Random random = new Random(17);

  @Test
  void networkOfThePaper_becomesAffineCubicAffine() {
    int n = 768;
    Map<Integer, double[]> convolution = new HashMap<>();
    for (int k = -4; k <= 4; k++) {
      convolution.put(k, filled(n, random.nextGaussian() / 3));
    }
    Map<Integer, double[]> pooling = new HashMap<>();
    for (int k = 0; k < 3; k++) {
      pooling.put(k, filled(n - 2, 1.0 / 3));
    }
    List<Step> network =
        List.of(
            new Affine(Matrix.diagonals(n, n, convolution), new double[n]),
            dense(n, n),
            new Activation(n, Polynomial.powers(0.49383, 0.59259, 0.092593, -0.0061728)),
            new Affine(Matrix.diagonals(n - 2, n, pooling), new double[n - 2]),
            dense(n - 2, n - 2));
    List<Step> folded = Folding.fold(network);
    assertEquals(3, folded.size());
    Activation cubic = assertInstanceOf(Activation.class, folded.get(1));
    assertEquals(-1, cubic.polynomial().coefficient(1));
    assertEquals(0, cubic.polynomial().coefficient(2));
    assertEquals(1, cubic.polynomial().coefficient(3));
    assertEquals(n, folded.get(0).inputs());
    assertEquals(n - 2, folded.get(2).outputs());
    assertSame(network, folded, 1e-11);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 15})
  void everyDegreeAndBasis_staysTheSame(int degree) {
    for (int trial = 0; trial < 20; trial++) {
      // Values of at most 1, so that every argument is inside its interval.
      double[] c = random.doubles(degree + 1, -1, 1).map(x -> x / (degree + 1)).toArray();
      List<Step> network =
          List.of(
              dense(5, 4),
              new Activation(4, Polynomial.powers(c)),
              new Activation(4, Polynomial.chebyshev(-3, 8, c)),
              dense(4, 6),
              dense(6, 3),
              new Activation(3, Polynomial.chebyshev(-1, 1, c)));
      List<Step> folded = Folding.fold(network);
      assertEquals(degree < 2 ? 1 : 7, folded.size());
      for (int i = 0; i < folded.size(); i++) {
        assertEquals(i % 2 == 1, folded.get(i) instanceof Activation);
      }
      assertSame(network, folded, 1e-9);
    }
  }

  @Test
  void cubicWithoutSlope_keepsItsScale() {
    // (x + 2)^3 = x^3 + 6x^2 + 12x + 8
    List<Step> network = List.of(new Activation(2, Polynomial.powers(8, 12, 6, 1)));
    List<Step> folded = Folding.fold(network);
    assertEquals(0, ((Activation) folded.get(1)).polynomial().coefficient(1));
    assertArrayEquals(new double[] {27, 64}, Folding.apply(folded, new double[] {1, 2}), 1e-12);
  }

  @Test
  void matrices_agreeWithTheDefinition() {
    double[][] rows = {{1, 0, 2}, {0, 0, 3}};
    Matrix matrix = Matrix.dense(rows);
    assertEquals(3, matrix.nonZeros());
    assertEquals(2, matrix.at(0, 2));
    assertEquals(0, matrix.at(1, 0));
    assertArrayEquals(new double[] {7, 9}, matrix.multiply(new double[] {1, 5, 3}));
    Matrix square = Matrix.diagonals(3, 3, Map.of(-1, new double[] {9, 1, 1}, 2, new double[] {4}));
    assertEquals(4, square.at(0, 2));
    assertEquals(1, square.at(1, 0));
    Matrix product = matrix.multiply(square);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += rows[i][k] * square.at(k, j);
        }
        assertEquals(sum, product.at(i, j));
      }
    }
  }

  @Test
  void misuse_isNamed() {
    Step dense = dense(3, 2);
    assertThrows(IllegalArgumentException.class, () -> Folding.fold(List.of()));
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> Folding.fold(List.of(dense, dense(3, 1))));
    assertEquals("network: step 1 takes 3 entries, step 0 gives 2", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> dense.apply(new double[2]));
    assertThrows(IllegalArgumentException.class, () -> Matrix.dense(new double[][] {{1}, {1, 2}}));
    assertThrows(IllegalArgumentException.class, () -> Matrix.dense(new double[][] {{Double.NaN}}));
    assertThrows(
        IllegalArgumentException.class, () -> new Affine(Matrix.diagonal(1, 2), new double[] {1}));
  }

  @Test
  void weights_areNotPrinted() {
    Affine affine = new Affine(Matrix.diagonal(0.123456), new double[] {0.654321});
    String printed = affine + " " + affine.matrix();
    assertFalse(printed.contains("123456") || printed.contains("654321"), printed);
  }

  private void assertSame(List<Step> network, List<Step> folded, double relative) {
    double[] x = random.doubles(network.get(0).inputs(), -1, 1).toArray();
    double[] expected = Folding.apply(network, x);
    double size = 1;
    for (double y : expected) {
      size = Math.max(size, Math.abs(y));
    }
    assertArrayEquals(expected, Folding.apply(folded, x), relative * size);
  }

  private Affine dense(int inputs, int outputs) {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      rows.add(random.doubles(inputs, -1, 1).map(w -> w / inputs).toArray());
    }
    return new Affine(
        Matrix.dense(rows.toArray(double[][]::new)), random.doubles(outputs, -0.1, 0.1).toArray());
  }

  private static double[] filled(int n, double value) {
    double[] a = new double[n];
    Arrays.fill(a, value);
    return a;
  }

  @Test
  void matrixByRows_isThatOfAllEntries() {
    double[][] rows = {{0, 1, 0}, {2, 0, -3}};
    Matrix byRows = Matrix.rows(2, 3, i -> rows[i]);
    Matrix dense = Matrix.dense(rows);
    assertEquals(3, byRows.nonZeros());
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(rows[i][j], byRows.at(i, j));
        assertEquals(dense.at(i, j), byRows.at(i, j));
      }
    }
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Matrix.rows(2, 3, i -> new double[3 + i]))
            .getMessage();
    assertEquals("matrix: row 1 has 4 entries, expected 3", message);
    assertThrows(IllegalArgumentException.class, () -> Matrix.rows(0, 3, i -> new double[3]));
  }
}
