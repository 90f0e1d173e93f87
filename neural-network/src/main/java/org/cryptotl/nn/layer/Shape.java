package org.cryptotl.nn.layer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The dimensions of one sample: (n) for a vector, (channels, length) for a signal, (channels,
 * height, width) for an image. Entries are in row-major order.
 *
 * @param dimensions one number or more, each at least 1, whose product is below 2^31
 */
public record Shape(List<Integer> dimensions) {

  /** Checks and copies the dimensions. */
  public Shape {
    dimensions = List.copyOf(dimensions);
    long size = 1;
    for (int dimension : dimensions) {
      size = dimension < 1 ? 0 : size * dimension;
      if (size < 1 || size > Integer.MAX_VALUE) {
        size = 0;
        break;
      }
    }
    if (dimensions.isEmpty() || size == 0) {
      throw new IllegalArgumentException(
          "shape: got %s, expected dimensions of at least 1 and fewer than 2^31 entries"
              .formatted(dimensions));
    }
  }

  /** The shape with these dimensions. */
  public static Shape of(int... dimensions) {
    return new Shape(Arrays.stream(dimensions).boxed().toList());
  }

  /** Number of entries: the product of the dimensions. */
  public int size() {
    return dimensions.stream().reduce(1, (a, b) -> a * b);
  }

  /** Number of dimensions. */
  public int rank() {
    return dimensions.size();
  }

  /** One dimension, counted from 0. */
  public int dimension(int index) {
    return dimensions.get(index);
  }

  @Override
  public String toString() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining("x", "(", ")"));
  }
}
