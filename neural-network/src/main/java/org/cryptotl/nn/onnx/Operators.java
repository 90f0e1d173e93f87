package org.cryptotl.nn.onnx;

import org.cryptotl.nn.format.ModelFormatException;

/** All operators that are read. */
final class Operators {

  private static final String SUPPORTED =
      "supported are Conv, Gemm, MatMul, BatchNormalization, AveragePool, GlobalAveragePool, MaxPool, Add, Sub, Mul, Div, Pow, Neg, Flatten, Reshape, Squeeze, Unsqueeze, Transpose, Identity, Dropout, Relu, Sigmoid, Tanh, Softmax and Constant";

  private final LayerOperators layers;
  private final ElementOperators elements;
  private final ShapeOperators shapes;
  private final TensorReader tensors;

  Operators(Chain chain, WeightBudget budget, TensorReader tensors, int batch) {
    this.layers = new LayerOperators(chain, budget);
    this.elements = new ElementOperators(chain, budget);
    this.shapes = new ShapeOperators(chain, budget, batch);
    this.tensors = tensors;
  }

  /** The value of a node's first output. */
  Value apply(Node node) {
    try {
      return supported(node);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw node.failure(String.valueOf(e.getMessage()), "export the model in another way");
    }
  }

  private Value supported(Node node) {
    String domain = node.proto().getDomain();
    if (!domain.isEmpty() && !domain.equals("ai.onnx")) {
      throw node.failure("it is of the domain '%s'".formatted(Node.printable(domain)), SUPPORTED);
    }
    return switch (node.operator()) {
      case "Conv",
          "Gemm",
          "MatMul",
          "BatchNormalization",
          "AveragePool",
          "GlobalAveragePool",
          "MaxPool",
          "Dropout",
          "Relu",
          "Sigmoid",
          "Tanh",
          "Softmax" ->
          layers.apply(node);
      case "Add", "Sub", "Mul", "Div", "Pow", "Neg" -> elements.apply(node);
      case "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose" -> shapes.apply(node);
      case "Identity" -> node.value(0);
      case "Constant" -> constant(node);
      default -> throw node.failure("it is not supported", SUPPORTED);
    };
  }

  private Tensor constant(Node node) throws ModelFormatException {
    if (node.tensorAttribute("value").isPresent()) {
      return tensors.read(
          "constant of node %d".formatted(node.index()),
          node.tensorAttribute("value").orElseThrow().getT());
    }
    if (node.hasAttribute("value_float")) {
      return new Tensor(new int[0], new double[] {node.real("value_float", 0)});
    }
    if (node.hasAttribute("value_int")) {
      return new Tensor(new int[0], new double[] {node.integer("value_int", 0)});
    }
    if (node.hasAttribute("value_ints")) {
      int[] values = node.integers("value_ints").orElseThrow();
      double[] entries = new double[values.length];
      for (int i = 0; i < entries.length; i++) {
        entries[i] = values[i];
      }
      return new Tensor(new int[] {values.length}, entries);
    }
    throw node.failure("it has no value that is read", "export its value as a tensor");
  }
}
