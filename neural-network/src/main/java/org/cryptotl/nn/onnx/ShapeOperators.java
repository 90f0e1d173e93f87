package org.cryptotl.nn.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cryptotl.nn.layer.Shape;

/** Flatten, Reshape, Squeeze, Unsqueeze, Transpose: of constants, and of signals by sample. */
final class ShapeOperators {

  private static final String NO_MIXING =
      "the first dimension is the batch and must stay; export with a shape of (-1, ...) or (0, ...)";

  private final Chain chain;
  private final WeightBudget budget;

  /** The batch size that the file fixes, or 0. */
  private final int batch;

  ShapeOperators(Chain chain, WeightBudget budget, int batch) {
    this.chain = chain;
    this.budget = budget;
    this.batch = batch;
  }

  Value apply(Node node) {
    return switch (node.value(0)) {
      case Tensor tensor -> ofTensor(node, tensor);
      case Signal signal -> chain.reshaped(signal, shape(node, signal.shape()));
    };
  }

  private Shape shape(Node node, Shape from) {
    return switch (node.operator()) {
      case "Flatten" -> {
        int axis = node.integer("axis", 1);
        if (axis != 1 && axis != -from.rank()) {
          throw node.failure("its axis is " + axis, "expected 1: one vector a sample");
        }
        yield Shape.of(from.size());
      }
      case "Reshape" -> reshaped(node, from);
      case "Squeeze" -> squeezed(node, from);
      case "Unsqueeze" -> unsqueezed(node, from);
      default -> transposed(node, from);
    };
  }

  private Shape reshaped(Node node, Shape from) {
    long[] target = node.tensor(1).integers();
    long first = target.length < 2 ? 1 : target[0];
    boolean batchStays =
        first == -1
            || (first == 0 && node.integer("allowzero", 0) == 0)
            || (batch > 0 && first == batch);
    boolean twoOpen = LongStream.of(target).filter(d -> d == -1).count() > 1;
    if (target.length < 2 || !batchStays || twoOpen) {
      throw node.failure("its shape is " + Arrays.toString(target), NO_MIXING);
    }
    int[] sample = from.dimensions().stream().mapToInt(d -> d).toArray();
    return Shape.of(filled(node, Arrays.copyOfRange(target, 1, target.length), sample));
  }

  /** The target of a Reshape with its zeros and its -1 filled in, which has as many entries. */
  private static int[] filled(Node node, long[] target, int[] from) {
    long size = IntStream.of(from).asLongStream().reduce(1, (a, b) -> a * b);
    boolean zeroCopies = node.integer("allowzero", 0) == 0;
    int[] to = new int[target.length];
    int open = -1;
    long known = 1;
    for (int i = 0; i < to.length; i++) {
      long dimension = target[i] == 0 && zeroCopies && i < from.length ? from[i] : target[i];
      if (dimension == -1 && open < 0) {
        open = i;
      } else if (dimension < 1 || dimension > size / known) {
        known = 0;
        break;
      } else {
        to[i] = (int) dimension;
        known *= dimension;
      }
    }
    if (known > 0 && open >= 0 && size % known == 0) {
      to[open] = (int) (size / known);
      known = size;
    }
    if (known != size || size == 0) {
      throw node.failure(
          "its shape is %s, there are %d entries".formatted(Arrays.toString(target), size),
          "expected a shape of as many");
    }
    return to;
  }

  /** Axes by attribute up to opset 12, by an input from 13 on. */
  private int[] axes(Node node, int rank) {
    int[] axes;
    if (node.hasAttribute("axes")) {
      axes = node.integers("axes").orElseThrow();
    } else if (node.has(1)) {
      axes = Arrays.stream(node.tensor(1).integers()).mapToInt(Math::toIntExact).toArray();
    } else {
      throw node.failure("it does not say which axes", "export with the axes written out");
    }
    int[] found = Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).sorted().toArray();
    for (int i = 0; i < found.length; i++) {
      if (found[i] < 0 || found[i] >= rank || (i > 0 && found[i] == found[i - 1])) {
        throw node.failure(
            "its axes are " + Arrays.toString(axes), "expected each once and below " + rank);
      }
    }
    return found;
  }

  private Shape squeezed(Node node, Shape from) {
    int[] axes = axes(node, from.rank() + 1);
    List<Integer> kept = new ArrayList<>();
    for (int axis = 1; axis <= from.rank(); axis++) {
      boolean gone = Arrays.binarySearch(axes, axis) >= 0;
      if (gone && from.dimension(axis - 1) != 1) {
        throw node.failure(
            "axis %d has %d entries".formatted(axis, from.dimension(axis - 1)), "expected 1");
      }
      if (!gone) {
        kept.add(from.dimension(axis - 1));
      }
    }
    if (axes.length > 0 && axes[0] == 0) {
      throw node.failure("it takes the batch away", NO_MIXING);
    }
    if (kept.isEmpty()) {
      throw node.failure("it leaves no dimension but the batch", "leave it out of the export");
    }
    return new Shape(kept);
  }

  private Shape unsqueezed(Node node, Shape from) {
    int count =
        node.hasAttribute("axes")
            ? node.integers("axes").orElseThrow().length
            : node.tensor(1).size();
    int[] axes = axes(node, from.rank() + 1 + Math.min(count, 8));
    if (axes.length > 0 && axes[0] == 0) {
      throw node.failure("it puts a dimension before the batch", NO_MIXING);
    }
    return new Shape(withOnes(from.dimensions(), axes, 1));
  }

  private static List<Integer> withOnes(List<Integer> from, int[] axes, int offset) {
    List<Integer> shape = new ArrayList<>(from);
    for (int axis : axes) {
      shape.add(axis - offset, 1);
    }
    return shape;
  }

  private Shape transposed(Node node, Shape from) {
    int[] order = order(node, from.rank() + 1);
    int[] moved =
        IntStream.of(order)
            .skip(1)
            .filter(axis -> axis == 0 || from.dimension(axis - 1) > 1)
            .toArray();
    if (order[0] != 0
        || !IntStream.of(moved)
            .sorted()
            .boxed()
            .toList()
            .equals(IntStream.of(moved).boxed().toList())) {
      throw node.failure(
          "it moves entries, by the order " + Arrays.toString(order),
          "only dimensions of 1 may change their place; export with channels first");
    }
    return Shape.of(IntStream.of(order).skip(1).map(axis -> from.dimension(axis - 1)).toArray());
  }

  private static int[] order(Node node, int rank) {
    int[] order =
        node.integers("perm").orElse(IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    if (!Arrays.equals(
        IntStream.of(order).sorted().toArray(), IntStream.range(0, rank).toArray())) {
      throw node.failure(
          "its order is " + Arrays.toString(order),
          "expected each of %d axes once".formatted(rank));
    }
    return order;
  }

  private Tensor ofTensor(Node node, Tensor tensor) {
    int[] dimensions = tensor.dimensions();
    return switch (node.operator()) {
      case "Transpose" -> tensor.transposed(order(node, tensor.rank()), budget);
      case "Reshape" -> tensor.reshaped(filled(node, node.tensor(1).integers(), dimensions));
      case "Flatten" -> {
        int axis = node.integer("axis", 1);
        if (axis < -tensor.rank() || axis > tensor.rank()) {
          throw node.failure("its axis is " + axis, "expected one that its constant has");
        }
        int split = axis < 0 ? axis + tensor.rank() : axis;
        int rows = IntStream.of(dimensions).limit(split).reduce(1, (a, b) -> a * b);
        yield tensor.reshaped(rows, rows == 0 ? 0 : tensor.size() / rows);
      }
      case "Squeeze" -> {
        int[] axes = axes(node, tensor.rank());
        yield tensor.reshaped(
            IntStream.range(0, tensor.rank())
                .filter(axis -> {
                  boolean gone = Arrays.binarySearch(axes, axis) >= 0;
                  if (gone && dimensions[axis] != 1) {
                    throw node.failure("axis %d is not 1".formatted(axis), "expected 1");
                  }
                  return !gone;
                })
                .map(axis -> dimensions[axis])
                .toArray());
      }
      default -> {
        int count =
            node.hasAttribute("axes")
                ? node.integers("axes").orElseThrow().length
                : node.tensor(1).size();
        int[] axes = axes(node, tensor.rank() + Math.min(count, 8));
        List<Integer> to = withOnes(IntStream.of(dimensions).boxed().toList(), axes, 0);
        yield tensor.reshaped(to.stream().mapToInt(d -> d).toArray());
      }
    };
  }
}
