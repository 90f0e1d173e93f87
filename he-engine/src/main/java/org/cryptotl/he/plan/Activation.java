package org.cryptotl.he.plan;

import org.cryptotl.he.circuit.Polynomial;

/**
 * One polynomial in every entry.
 *
 * @param size number of entries
 * @param polynomial the polynomial
 */
public record Activation(int size, Polynomial polynomial) implements Step {

  /** Checks the size. */
  public Activation {
    if (size < 1) {
      throw new IllegalArgumentException(
          "activation: got " + size + " entries, expected at least 1");
    }
  }

  @Override
  public int inputs() {
    return size;
  }

  @Override
  public int outputs() {
    return size;
  }

  @Override
  public double[] apply(double[] x) {
    if (x.length != size) {
      throw new IllegalArgumentException(
          "activation: got %d entries, expected %d".formatted(x.length, size));
    }
    double[] y = new double[size];
    for (int i = 0; i < size; i++) {
      y[i] = polynomial.at(x[i]);
    }
    return y;
  }
}
