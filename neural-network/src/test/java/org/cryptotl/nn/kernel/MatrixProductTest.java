package org.cryptotl.nn.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cryptotl.he.ring.Parallel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixProductTest {

  /** The order of the sum is a promise: every bit is that of the loop by definition. */
  @ParameterizedTest
  @CsvSource({
    "1,1,1",
    "6,32,256",
    "7,33,257",
    "5,31,3",
    "64,766,70",
    "766,64,300",
    "13,1,520",
    "1,300,9",
    "100,15,64",
    "49,257,1",
    "3,2,5000",
    "2,260,2049"
  })
  void product_isTheDefinitionBitByBit(int rows, int columns, int depth) {
    SplittableRandom random = new SplittableRandom(rows + 31L * columns + 997L * depth);
    float[] a = random(3 + rows * depth, random);
    float[] b = random(5 + depth * columns, random);
    float[] c = random(7 + rows * columns, random);
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (int layout = 0; layout < 8; layout++) {
        Strided left = matrix(a, 3, rows, depth, (layout & 1) != 0);
        Strided right = matrix(b, 5, depth, columns, (layout & 2) != 0);
        float[] computed = c.clone();
        Strided result = matrix(computed, 7, rows, columns, (layout & 4) != 0);
        Strided before = matrix(c, 7, rows, columns, (layout & 4) != 0);
        Parallel parallel = layout % 3 == 0 ? Parallel.NONE : Parallel.on(pool, 1 + layout % 3);
        MatrixProduct.accumulate(rows, columns, depth, left, right, result, parallel);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            float sum = at(before, i, j);
            for (int k = 0; k < depth; k++) {
              sum = Math.fma(at(left, i, k), at(right, k, j), sum);
            }
            assertEquals(sum, at(result, i, j), "layout " + layout + " at " + i + ", " + j);
          }
        }
        for (int i = 0; i < 7; i++) {
          assertEquals(c[i], computed[i], "nothing else is written");
        }
      }
    }
  }

  private static Strided matrix(
      float[] values, int offset, int rows, int columns, boolean transposed) {
    return transposed
        ? Strided.rows(values, offset, rows).transposed()
        : Strided.rows(values, offset, columns);
  }

  private static float at(Strided m, int i, int j) {
    return m.values[m.offset + i * m.rowStep + j * m.columnStep];
  }

  private static float[] random(int size, SplittableRandom random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
