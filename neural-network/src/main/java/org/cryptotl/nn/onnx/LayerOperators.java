package org.cryptotl.nn.onnx;

import java.util.Arrays;
import org.cryptotl.nn.layer.AveragePool1D;
import org.cryptotl.nn.layer.AveragePool2D;
import org.cryptotl.nn.layer.BatchNorm;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Conv2D;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.MaxPool1D;
import org.cryptotl.nn.layer.MaxPool2D;
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.layer.Tanh;
import org.cryptotl.nn.layer.Weights;
import org.cryptotl.nn.layer.Window;

/** Operators that are a layer. */
final class LayerOperators {

  private static final String FOLD = "export the model for inference, with fixed weights";

  private final Chain chain;
  private final WeightBudget budget;

  LayerOperators(Chain chain, WeightBudget budget) {
    this.chain = chain;
    this.budget = budget;
  }

  Signal apply(Node node) {
    Signal x = node.signal(0);
    return switch (node.operator()) {
      case "Gemm" -> gemm(node, x);
      case "MatMul" -> matrixProduct(node, x);
      case "Conv" -> chain.append(x, convolution(node, x.shape()));
      case "BatchNormalization" -> chain.append(x, normalisation(node));
      case "AveragePool", "MaxPool", "GlobalAveragePool" ->
          chain.append(x, pooling(node, x.shape()));
      case "Dropout" -> chain.append(x, dropout(node));
      case "Relu" -> chain.append(x, new Relu());
      case "Sigmoid" -> chain.append(x, new Sigmoid());
      case "Tanh" -> chain.append(x, new Tanh());
      default -> chain.append(x, softmax(node, x.shape()));
    };
  }

  private Signal gemm(Node node, Signal x) {
    node.expect("transA", 0, 0, "export with samples as rows");
    Tensor weights = matrix(node);
    boolean transposed = node.integer("transB", 0) != 0;
    float alpha = node.real("alpha", 1);
    float beta = node.real("beta", 1);
    Tensor rows = transposed ? weights : weights.transposed(new int[] {1, 0}, budget);
    float[] scaled = rows.map(w -> w * alpha, budget).floats();
    int outputs = rows.dimension(0);
    Weights bias = Weights.NONE;
    if (node.has(2)) {
      Tensor c = node.tensor(2);
      boolean row = c.size() == outputs && (c.rank() < 2 || c.dimension(0) == 1) && c.rank() <= 2;
      if (!row && c.size() != 1) {
        throw node.failure(
            "its third input has the shape " + Arrays.toString(c.dimensions()),
            "expected one entry for each of %d outputs".formatted(outputs));
      }
      float[] all = new float[outputs];
      for (int i = 0; i < outputs; i++) {
        all[i] = (float) (beta * c.entry(c.size() == 1 ? 0 : i));
      }
      bias = Weights.of(all);
    }
    return chain.append(x, new Dense(rows.dimension(1), outputs, Weights.of(scaled), bias));
  }

  private static Tensor matrix(Node node) {
    Tensor weights = node.tensor(1);
    if (weights.rank() != 2 || weights.size() == 0) {
      throw node.failure(
          "its weights have the shape " + Arrays.toString(weights.dimensions()),
          "expected a matrix");
    }
    return weights;
  }

  /** Of rows, or of a sample with dimensions of 1 before its last one. */
  private Signal matrixProduct(Node node, Signal x) {
    Tensor rows = matrix(node).transposed(new int[] {1, 0}, budget);
    Shape shape = x.shape();
    int last = shape.dimension(shape.rank() - 1);
    if (shape.size() != last) {
      throw node.failure(
          "samples have the shape " + shape, "expected vectors; flatten them before the product");
    }
    Signal vector = chain.reshaped(chain.settled(x), Shape.of(last));
    Layer dense =
        new Dense(rows.dimension(1), rows.dimension(0), Weights.of(rows.floats()), Weights.NONE);
    int[] to = shape.dimensions().stream().mapToInt(d -> d).toArray();
    to[to.length - 1] = rows.dimension(0);
    return chain.reshaped(chain.append(vector, dense), Shape.of(to));
  }

  private Layer convolution(Node node, Shape shape) {
    Tensor kernel = node.tensor(1);
    int axes = axes(node, shape);
    if (kernel.rank() != axes + 2 || kernel.size() == 0) {
      throw node.failure(
          "its weights have the shape " + Arrays.toString(kernel.dimensions()),
          "expected (filters, channels, then one for each axis of the window)");
    }
    int[] dilations = node.integers("dilations", axes, 1);
    int groups = node.integer("group", 1);
    int filters = kernel.dimension(0);
    int channels = shape.dimension(0);
    if (groups < 1 || filters % groups != 0 || (long) kernel.dimension(1) * groups != channels) {
      throw node.failure(
          "got %d groups of %d channels for samples of %d and %d filters"
              .formatted(groups, kernel.dimension(1), channels, filters),
          "expected groups that divide both");
    }
    int[] sizes = new int[axes];
    for (int i = 0; i < axes; i++) {
      long size = 1 + (kernel.dimension(i + 2) - 1L) * dilations[i];
      if (dilations[i] < 1 || size > Integer.MAX_VALUE) {
        throw node.failure(
            "its dilation is " + dilations[i], "expected at least 1 and a small one");
      }
      sizes[i] = (int) size;
    }
    Weights weights = spread(kernel, channels, groups, dilations, sizes);
    Weights bias = node.has(2) ? Weights.of(node.tensor(2).floats()) : Weights.NONE;
    Window[] windows = WindowAttributes.of(node, shape, sizes);
    return axes == 1
        ? new Conv1D(channels, filters, windows[0], weights, bias)
        : new Conv2D(channels, filters, windows[0], windows[1], weights, bias);
  }

  private static int axes(Node node, Shape shape) {
    if (shape.rank() != 2 && shape.rank() != 3) {
      throw node.failure(
          "samples have the shape " + shape,
          "expected (channels, length) or (channels, height, width)");
    }
    return shape.rank() - 1;
  }

  /** Weights with zeros between channels of different groups and in the gaps of dilations. */
  private Weights spread(Tensor kernel, int channels, int groups, int[] dilations, int[] sizes) {
    int filters = kernel.dimension(0);
    int inGroup = kernel.dimension(1);
    boolean flat = sizes.length == 1;
    int rows = flat ? 1 : kernel.dimension(2);
    int columns = kernel.dimension(flat ? 2 : 3);
    int rowStep = flat ? 1 : dilations[0];
    int columnStep = dilations[flat ? 0 : 1];
    int height = flat ? 1 : sizes[0];
    int width = sizes[flat ? 0 : 1];
    long total = Math.multiplyExact((long) filters * channels, (long) height * width);
    budget.take(total);
    float[] weights = new float[(int) total];
    for (int i = 0; i < kernel.size(); i++) {
      int column = i % columns;
      int row = i / columns % rows;
      int channel = i / (columns * rows) % inGroup;
      int filter = i / (columns * rows * inGroup);
      int group = filter / (filters / groups);
      int to =
          ((filter * channels + group * inGroup + channel) * height + row * rowStep) * width
              + column * columnStep;
      weights[to] = (float) kernel.entry(i);
    }
    return Weights.of(weights);
  }

  private BatchNorm normalisation(Node node) {
    node.expect("training_mode", 0, 0, FOLD);
    for (int input = 1; input <= 4; input++) {
      budget.take(node.tensor(input).size());
    }
    return new BatchNorm(
        Weights.of(node.tensor(1).floats()),
        Weights.of(node.tensor(2).floats()),
        Weights.of(node.tensor(3).floats()),
        Weights.of(node.tensor(4).floats()),
        node.real("epsilon", 1e-5f));
  }

  private static Layer pooling(Node node, Shape shape) {
    boolean flat = axes(node, shape) == 1;
    if (node.operator().equals("GlobalAveragePool")) {
      Window columns = Window.valid(shape.dimension(shape.rank() - 1), 1);
      return flat
          ? new AveragePool1D(columns, false)
          : new AveragePool2D(Window.valid(shape.dimension(1), 1), columns, false);
    }
    Window[] windows = WindowAttributes.ofPooling(node, shape);
    boolean countPadding = node.integer("count_include_pad", 0) != 0;
    if (node.operator().equals("AveragePool")) {
      return flat
          ? new AveragePool1D(windows[0], countPadding)
          : new AveragePool2D(windows[0], windows[1], countPadding);
    }
    return flat ? new MaxPool1D(windows[0]) : new MaxPool2D(windows[0], windows[1]);
  }

  /** The rate is an attribute up to opset 11 and an input from 12 on. */
  private static Dropout dropout(Node node) {
    if (node.has(2) && node.tensor(2).size() == 1 && node.tensor(2).entry(0) != 0) {
      throw node.failure("it is in training mode", FOLD);
    }
    float rate = node.real("ratio", 0.5f);
    if (node.has(1) && node.tensor(1).size() == 1) {
      rate = (float) node.tensor(1).entry(0);
    }
    return new Dropout(rate);
  }

  private static Softmax softmax(Node node, Shape shape) {
    int axis = node.integer("axis", node.opset() < 13 ? 1 : -1);
    if (shape.rank() != 1 || (axis != 1 && axis != -1)) {
      throw node.failure(
          "samples have the shape %s and its axis is %d".formatted(shape, axis),
          "expected vectors and their own axis; flatten them before it");
    }
    return new Softmax();
  }
}
