package org.cryptotl.nn.layer;

import java.util.List;
import org.cryptotl.he.ring.Parallel;

/**
 * One polynomial in every entry: what an activation must be to be evaluated on ciphertexts.
 *
 * @param coefficients of 1, x, x^2, ..., finite, the last not 0 unless it is the only one
 * @param range where the inputs are meant to stay: training can punish what leaves it, and lowering
 *     states it; {@link Range#ALL} for none
 */
public record Polynomial(List<Double> coefficients, Range range) implements Activation {

  /** Checks and copies the coefficients. */
  public Polynomial {
    coefficients = List.copyOf(coefficients);
    if (coefficients.isEmpty()
        || !coefficients.stream().allMatch(Double::isFinite)
        || (coefficients.size() > 1 && coefficients.getLast() == 0)) {
      throw new IllegalArgumentException(
          "Polynomial: got %d coefficients, expected at least one, finite, the last not 0"
              .formatted(coefficients.size()));
    }
  }

  /**
   * The cubic of the CryptoTL paper (arXiv 2205.11935) in place of ReLU: 0.49383 + 0.59259 x +
   * 0.092593 x^2 - 0.0061728 x^3, on [-5, 5], where it is within 0.62 of ReLU.
   */
  public static Polynomial paperCubic() {
    return new Polynomial(List.of(0.49383, 0.59259, 0.092593, -0.0061728), new Range(-5, 5));
  }

  /** The square x^2, anywhere. */
  public static Polynomial square() {
    return new Polynomial(List.of(0.0, 0.0, 1.0), Range.ALL);
  }

  /** The degree. */
  public int degree() {
    return coefficients.size() - 1;
  }

  /** The same polynomial with another range. */
  public Polynomial on(Range other) {
    return new Polynomial(coefficients, other);
  }

  @Override
  public void forward(Shape input, int count, float[] x, float[] y, Parallel parallel) {
    int size = input.size();
    float[] c = floats();
    parallel.forEach(
        count,
        sample -> {
          for (int i = sample * size; i < (sample + 1) * size; i++) {
            float t = x[i];
            float sum = c[c.length - 1];
            for (int k = c.length - 2; k >= 0; k--) {
              sum = Math.fma(sum, t, c[k]);
            }
            y[i] = sum;
          }
        });
  }

  private float[] floats() {
    float[] c = new float[coefficients.size()];
    for (int k = 0; k < c.length; k++) {
      c[k] = coefficients.get(k).floatValue();
    }
    return c;
  }
}
