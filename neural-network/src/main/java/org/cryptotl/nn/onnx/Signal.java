package org.cryptotl.nn.onnx;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.nn.layer.Shape;

/**
 * A value that depends on the input: in every entry a polynomial in what the layers of the chain
 * gave at one time.
 *
 * @param time the chain's time at which it was current
 * @param shape of one sample; the graph's value has the batch as a dimension before
 * @param coefficients of 1, x, x^2, ...; the last not 0 unless it is the only one
 */
record Signal(int time, Shape shape, List<Double> coefficients) implements Value {

  static final int MOST_DEGREE = 64;

  Signal {
    int size = coefficients.size();
    while (size > 1 && coefficients.get(size - 1) == 0) {
      size--;
    }
    coefficients = List.copyOf(coefficients.subList(0, size));
  }

  /** What the layers give, unchanged. */
  static Signal current(int time, Shape shape) {
    return new Signal(time, shape, List.of(0.0, 1.0));
  }

  boolean isCurrent() {
    return coefficients.equals(List.of(0.0, 1.0));
  }

  /** A polynomial in the same thing. */
  private Signal with(List<Double> other) {
    return new Signal(time, shape, other);
  }

  Signal plus(double constant) {
    List<Double> sum = new ArrayList<>(coefficients);
    sum.set(0, sum.get(0) + constant);
    return with(sum);
  }

  Signal times(double factor) {
    return with(coefficients.stream().map(c -> c * factor).toList());
  }

  Signal plus(Signal other) {
    List<Double> sum = new ArrayList<>();
    for (int i = 0; i < Math.max(coefficients.size(), other.coefficients.size()); i++) {
      sum.add(coefficient(i) + other.coefficient(i));
    }
    return with(sum);
  }

  private double coefficient(int i) {
    return i < coefficients.size() ? coefficients.get(i) : 0;
  }

  Signal times(Signal other) {
    int degree = coefficients.size() + other.coefficients.size() - 2;
    if (degree > MOST_DEGREE) {
      throw new IllegalArgumentException(
          "a polynomial of degree %d, at most %d is accepted".formatted(degree, MOST_DEGREE));
    }
    List<Double> product = new ArrayList<>();
    for (int k = 0; k <= degree; k++) {
      double sum = 0;
      for (int i = 0; i <= k; i++) {
        sum += coefficient(i) * other.coefficient(k - i);
      }
      product.add(sum);
    }
    return with(product);
  }
}
