package org.cryptotl.nn.onnx;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.cryptotl.nn.layer.BatchNorm;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Weights;

/** Add, Sub, Mul, Div, Pow, Neg: of constants, of a signal and a constant, of two signals. */
final class ElementOperators {

  private static final String NO_POLYNOMIAL =
      "only sums and products with constants, and powers with a whole exponent, are supported";

  private final Chain chain;
  private final WeightBudget budget;

  ElementOperators(Chain chain, WeightBudget budget) {
    this.chain = chain;
    this.budget = budget;
  }

  Value apply(Node node) {
    if (node.operator().equals("Neg")) {
      return switch (node.value(0)) {
        case Tensor t -> t.map(x -> -x, budget);
        case Signal s -> s.times(-1);
      };
    }
    Value left = node.value(0);
    Value right = node.value(1);
    if (left instanceof Tensor a && right instanceof Tensor b) {
      return Tensor.combine(a, b, operator(node), budget);
    }
    if (left instanceof Signal a && right instanceof Signal b) {
      return ofSignals(node, a, b);
    }
    return left instanceof Signal a
        ? withConstant(node, a, (Tensor) right)
        : fromConstant(node, (Tensor) left, (Signal) right);
  }

  private static DoubleBinaryOperator operator(Node node) {
    return switch (node.operator()) {
      case "Add" -> Double::sum;
      case "Sub" -> (x, y) -> x - y;
      case "Mul" -> (x, y) -> x * y;
      case "Div" -> (x, y) -> x / y;
      default -> Math::pow;
    };
  }

  private Signal ofSignals(Node node, Signal a, Signal b) {
    if (a.time() != b.time() || !a.shape().equals(b.shape())) {
      throw node.failure(
          "its inputs come from different places of the graph",
          "branches and skip connections are not supported, use a chain of layers");
    }
    return switch (node.operator()) {
      case "Add" -> a.plus(b);
      case "Sub" -> a.plus(b.times(-1));
      case "Mul" -> a.times(b);
      default -> throw node.failure("both inputs depend on the model's input", NO_POLYNOMIAL);
    };
  }

  private Signal fromConstant(Node node, Tensor constant, Signal signal) {
    return switch (node.operator()) {
      case "Add" -> plus(node, signal, constant, node.takesBias(1));
      case "Mul" -> times(node, signal, constant);
      case "Sub" -> plus(node, signal.times(-1), constant, false);
      default ->
          throw node.failure("a constant is divided by, or raised to, a signal", NO_POLYNOMIAL);
    };
  }

  private Signal withConstant(Node node, Signal signal, Tensor constant) {
    return switch (node.operator()) {
      case "Add" -> plus(node, signal, constant, node.takesBias(0));
      case "Sub" -> plus(node, signal, constant.map(x -> -x, budget), node.takesBias(0));
      case "Mul" -> times(node, signal, constant);
      case "Div" -> times(node, signal, constant.map(x -> 1 / x, budget));
      default -> power(node, signal, constant);
    };
  }

  private Signal power(Node node, Signal signal, Tensor exponent) {
    double wanted = exponent.size() == 1 ? exponent.entry(0) : Double.NaN;
    if (!(wanted >= 1 && wanted <= Signal.MOST_DEGREE && wanted == Math.rint(wanted))) {
      throw node.failure(
          "its exponent is not one whole number from 1 to " + Signal.MOST_DEGREE, NO_POLYNOMIAL);
    }
    Signal power = signal;
    for (int i = 1; i < wanted; i++) {
      power = power.times(signal);
    }
    return power;
  }

  private Signal plus(Node node, Signal signal, Tensor constant, boolean asBias) {
    float[] all = spread(node, signal.shape(), constant);
    float[] channels = perChannel(all, signal.shape());
    if (asBias && channels != null && chain.addToBias(signal, channels)) {
      return Signal.current(chain.time(), signal.shape());
    }
    if (isUniform(all)) {
      return signal.plus(constant.entry(0));
    }
    float[] ones = new float[all.length];
    Arrays.fill(ones, 1);
    return scaled(signal, ones, all);
  }

  private Signal times(Node node, Signal signal, Tensor constant) {
    float[] all = spread(node, signal.shape(), constant);
    return isUniform(all)
        ? signal.times(constant.entry(0))
        : scaled(signal, all, new float[all.length]);
  }

  /** x -&gt; factor x + shift, as a batch normalisation of channels or, if need be, of entries. */
  private Signal scaled(Signal signal, float[] factors, float[] shifts) {
    Shape shape = signal.shape();
    budget.take(4L * shape.size());
    float[] channelFactors = perChannel(factors, shape);
    float[] channelShifts = perChannel(shifts, shape);
    if (channelFactors != null && channelShifts != null) {
      return chain.append(signal, affine(channelFactors, channelShifts));
    }
    Signal flat = chain.reshaped(chain.settled(signal), Shape.of(shape.size()));
    return chain.reshaped(chain.append(flat, affine(factors, shifts)), shape);
  }

  private static BatchNorm affine(float[] factors, float[] shifts) {
    float[] ones = new float[factors.length];
    Arrays.fill(ones, 1);
    // The variance is above 0 by an epsilon that a double does not notice beside 1.
    return new BatchNorm(
        Weights.of(factors),
        Weights.of(shifts),
        Weights.of(new float[factors.length]),
        Weights.of(ones),
        Float.MIN_NORMAL);
  }

  /** A constant with an entry for each of a sample. */
  private float[] spread(Node node, Shape shape, Tensor constant) {
    int rank = shape.rank() + 1;
    int[] dimensions = new int[rank];
    dimensions[0] = 1;
    for (int axis = 1; axis < rank; axis++) {
      dimensions[axis] = shape.dimension(axis - 1);
    }
    boolean fits = constant.rank() <= rank && constant.size() > 0;
    for (int axis = 0; fits && axis < rank; axis++) {
      int dimension = constant.alignedDimension(axis, rank);
      fits = dimension == 1 || (axis > 0 && dimension == dimensions[axis]);
    }
    if (!fits) {
      throw node.failure(
          "its constant of shape %s does not fit samples of %s"
              .formatted(Arrays.toString(constant.dimensions()), shape),
          "expected one that is repeated over the batch and as large as a sample at most");
    }
    budget.take(shape.size());
    float[] all = new float[shape.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) constant.entry(constant.broadcastIndex(i, dimensions));
      if (!Float.isFinite(all[i])) {
        throw node.failure(
            "its constant, or one over it, is not finite",
            "expected finite numbers, no division by 0");
      }
    }
    return all;
  }

  /** The entries of the channels, if all of a channel are the same, else null. */
  private static float[] perChannel(float[] all, Shape shape) {
    int inner = shape.size() / shape.dimension(0);
    float[] channels = new float[shape.dimension(0)];
    for (int i = 0; i < all.length; i++) {
      channels[i / inner] = all[i];
    }
    for (int i = 0; i < all.length; i++) {
      if (all[i] != channels[i / inner]) {
        return null;
      }
    }
    return channels;
  }

  private static boolean isUniform(float[] all) {
    for (float v : all) {
      if (v != all[0]) {
        return false;
      }
    }
    return true;
  }
}
