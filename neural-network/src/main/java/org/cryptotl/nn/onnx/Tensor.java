package org.cryptotl.nn.onnx;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** A constant: entries in row-major order. */
final class Tensor implements Value {

  private final int[] dimensions;
  private final double[] entries;

  Tensor(int[] dimensions, double[] entries) {
    this.dimensions = dimensions;
    this.entries = entries;
  }

  int rank() {
    return dimensions.length;
  }

  int dimension(int axis) {
    return dimensions[axis];
  }

  int[] dimensions() {
    return dimensions.clone();
  }

  int size() {
    return entries.length;
  }

  double entry(int index) {
    return entries[index];
  }

  float[] floats() {
    float[] floats = new float[entries.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) entries[i];
    }
    return floats;
  }

  long[] integers() {
    return Arrays.stream(entries).mapToLong(e -> (long) e).toArray();
  }

  Tensor reshaped(int... to) {
    return new Tensor(to, entries);
  }

  Tensor map(DoubleUnaryOperator function, WeightBudget budget) {
    budget.take(entries.length);
    return new Tensor(dimensions, Arrays.stream(entries).map(function).toArray());
  }

  /** Entry by entry, each of dimension 1 repeated to the other's: numpy's broadcasting. */
  static Tensor combine(Tensor a, Tensor b, DoubleBinaryOperator operator, WeightBudget budget) {
    int rank = Math.max(a.rank(), b.rank());
    int[] dimensions = new int[rank];
    long size = 1;
    for (int axis = 0; axis < rank; axis++) {
      int left = a.alignedDimension(axis, rank);
      int right = b.alignedDimension(axis, rank);
      if (left != right && left != 1 && right != 1) {
        throw new IllegalArgumentException(
            "the shapes %s and %s do not fit"
                .formatted(Arrays.toString(a.dimensions), Arrays.toString(b.dimensions)));
      }
      dimensions[axis] = left == 1 ? right : left;
      size = Math.multiplyExact(size, dimensions[axis]);
    }
    budget.take(size);
    double[] entries = new double[(int) size];
    for (int i = 0; i < entries.length; i++) {
      entries[i] =
          operator.applyAsDouble(
              a.entries[a.broadcastIndex(i, dimensions)],
              b.entries[b.broadcastIndex(i, dimensions)]);
    }
    return new Tensor(dimensions, entries);
  }

  /** The dimension at an axis of a shape of a greater rank, which ends as this one does. */
  int alignedDimension(int axis, int rank) {
    int own = axis - (rank - dimensions.length);
    return own < 0 ? 1 : dimensions[own];
  }

  /** Where the entry of a broadcast shape comes from. */
  int broadcastIndex(int index, int[] shape) {
    int from = 0;
    int stride = 1;
    int rest = index;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      int place = rest % shape[axis];
      rest /= shape[axis];
      int dimension = alignedDimension(axis, shape.length);
      if (dimension > 1) {
        from += place * stride;
      }
      stride *= dimension;
    }
    return from;
  }

  /** Axis i of the result is axis order[i] of this. */
  Tensor transposed(int[] order, WeightBudget budget) {
    budget.take(entries.length);
    int[] strides = new int[rank()];
    int stride = 1;
    for (int axis = rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dimensions[axis];
    }
    int[] to = Arrays.stream(order).map(axis -> dimensions[axis]).toArray();
    double[] moved = new double[entries.length];
    for (int i = 0; i < moved.length; i++) {
      int from = 0;
      int rest = i;
      for (int axis = rank() - 1; axis >= 0; axis--) {
        from += rest % to[axis] * strides[order[axis]];
        rest /= to[axis];
      }
      moved[i] = entries[from];
    }
    return new Tensor(to, moved);
  }

  @Override
  public String toString() {
    return "Tensor[redacted, " + Arrays.toString(dimensions) + "]";
  }
}
