package org.cryptotl.nn.layer;

import java.util.Arrays;

/** Weights of a layer: a fixed number of finite floats. Immutable; they are not printed. */
public final class Weights {

  /** No weights at all, e.g. the bias of a layer without one. */
  public static final Weights NONE = new Weights(new float[0]);

  private final float[] values;

  private Weights(float[] values) {
    this.values = values;
  }

  /**
   * Weights with these values.
   *
   * @param values finite; copied
   */
  public static Weights of(float... values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException("weights: entry " + i + " is not finite");
      }
    }
    return values.length == 0 ? NONE : new Weights(values.clone());
  }

  /** Number of weights. */
  public int size() {
    return values.length;
  }

  /** One weight. */
  public float get(int index) {
    return values[index];
  }

  /** A copy of all weights. */
  public float[] toArray() {
    return values.clone();
  }

  /** The weights themselves, for reading alone. */
  float[] array() {
    return values;
  }

  void expect(String layer, String what, int size) {
    if (values.length != size) {
      throw new IllegalArgumentException(
          "%s: got %d %s, expected %d".formatted(layer, values.length, what, size));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weights that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Weights[redacted, " + values.length + "]";
  }
}
