package org.cryptotl.nn.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cryptotl.nn.format.ModelFormatException;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Reshape;
import org.cryptotl.nn.layer.Shape;

/** Walks a graph and makes a chain of layers of it. */
final class GraphReader {

  private final GraphProto graph;
  private final int opset;
  private final OnnxLimits limits;
  private final WeightBudget budget;
  private final TensorReader tensors;
  private final Map<String, Value> values = new HashMap<>();

  GraphReader(GraphProto graph, int opset, OnnxLimits limits) {
    this.graph = graph;
    this.opset = opset;
    this.limits = limits;
    this.budget = new WeightBudget(limits.weights());
    this.tensors = new TensorReader(budget);
  }

  Network read() {
    if (graph.getNodeCount() > limits.nodes()) {
      throw failure(
          "it has %d nodes, at most %d are accepted"
              .formatted(graph.getNodeCount(), limits.nodes()));
    }
    for (TensorProto initializer : graph.getInitializerList()) {
      String name = initializer.getName();
      define(name, tensors.read("initializer '%s'".formatted(Node.printable(name)), initializer));
    }
    ValueInfoProto input = input();
    Batch batch = batch(input);
    Chain chain = new Chain(batch.sample(), limits.entries());
    define(input.getName(), chain.start());
    Operators operators = new Operators(chain, budget, tensors, batch.size());
    Set<String> needed = needed();
    Set<String> takesBias = takesBias();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto proto = graph.getNode(i);
      if (proto.getOutputList().stream().anyMatch(needed::contains)) {
        Node node =
            new Node(
                i,
                proto,
                opset,
                name -> Optional.ofNullable(values.get(name)),
                takesBias::contains);
        expectOneOutput(node, needed);
        define(proto.getOutput(0), operators.apply(node));
      }
    }
    return network(chain);
  }

  private Network network(Chain chain) {
    String output = graph.getOutput(0).getName();
    Value value = values.get(output);
    if (!(value instanceof Signal signal)) {
      throw failure(
          "its output '%s' does not depend on its input".formatted(Node.printable(output)));
    }
    try {
      chain.settled(signal);
      if (chain.isEmpty()) {
        chain.append(signal, new Reshape(signal.shape()));
      }
      return chain.network();
    } catch (IllegalArgumentException e) {
      throw failure("output '%s': %s".formatted(Node.printable(output), e.getMessage()));
    }
  }

  /** Names that the output depends on. Nodes for others are passed over. */
  private Set<String> needed() {
    if (graph.getOutputCount() != 1) {
      throw failure(
          "it has %d outputs, expected 1; export the one that matters"
              .formatted(graph.getOutputCount()));
    }
    Set<String> needed = new HashSet<>();
    needed.add(graph.getOutput(0).getName());
    for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
      NodeProto node = graph.getNode(i);
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        needed.addAll(node.getInputList());
      }
    }
    needed.remove("");
    return needed;
  }

  /** Names of products and convolutions that are read once: a constant added there is a bias. */
  private Set<String> takesBias() {
    Map<String, Integer> readers = new HashMap<>();
    readers.merge(graph.getOutput(0).getName(), 1, Integer::sum);
    for (NodeProto node : graph.getNodeList()) {
      node.getInputList().forEach(name -> readers.merge(name, 1, Integer::sum));
    }
    return graph.getNodeList().stream()
        .filter(node -> Set.of("Gemm", "MatMul", "Conv").contains(node.getOpType()))
        .flatMap(node -> node.getOutputList().stream())
        .filter(name -> readers.getOrDefault(name, 0) == 1)
        .collect(Collectors.toSet());
  }

  private static void expectOneOutput(Node node, Set<String> needed) {
    List<String> outputs = node.proto().getOutputList();
    for (int k = 1; k < outputs.size(); k++) {
      if (needed.contains(outputs.get(k))) {
        throw node.failure("its output %d is used".formatted(k), "only the first is supported");
      }
    }
    if (outputs.getFirst().isEmpty()) {
      throw node.failure("its first output has no name", "export the model again");
    }
  }

  private void define(String name, Value value) {
    if (values.putIfAbsent(name, value) != null) {
      throw failure(
          "the name '%s' is given to two values; the file is broken"
              .formatted(Node.printable(name)));
    }
  }

  /** The one input that is no initializer. */
  private ValueInfoProto input() {
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(i -> !values.containsKey(i.getName())).toList();
    if (inputs.size() != 1) {
      throw failure("it has %d inputs, expected 1".formatted(inputs.size()));
    }
    return inputs.getFirst();
  }

  /** The shape of one sample, and the number of samples if it is fixed, else 0. */
  private record Batch(int size, Shape sample) {}

  private Batch batch(ValueInfoProto input) {
    String name = Node.printable(input.getName());
    TypeProto.Tensor type = input.getType().getTensorType();
    if (type.getElemType() != TensorProto.DataType.FLOAT_VALUE
        && type.getElemType() != TensorProto.DataType.DOUBLE_VALUE) {
      throw failure(
          "its input '%s' has the data type number %d, expected single or double precision"
              .formatted(name, type.getElemType()));
    }
    TensorShapeProto shape = type.getShape();
    if (shape.getDimCount() < 2 || shape.getDimCount() > 8) {
      throw failure(
          "its input '%s' has %d dimensions, expected the batch and those of a sample; export with both"
              .formatted(name, shape.getDimCount()));
    }
    int[] sample = new int[shape.getDimCount() - 1];
    for (int i = 0; i < sample.length; i++) {
      long dimension = shape.getDim(i + 1).getDimValue();
      if (dimension < 1 || dimension > limits.entries()) {
        throw failure(
            "its input '%s' has the dimension %d at axis %d, expected 1 to %d; export with a fixed shape of samples"
                .formatted(name, dimension, i + 1, limits.entries()));
      }
      sample[i] = (int) dimension;
    }
    long size = shape.getDim(0).getDimValue();
    try {
      Shape fixed = Shape.of(sample);
      if (fixed.size() > limits.entries()) {
        throw failure(
            "its input has %d entries a sample, at most %d are accepted"
                .formatted(fixed.size(), limits.entries()));
      }
      return new Batch(size > 0 && size <= Integer.MAX_VALUE ? (int) size : 0, fixed);
    } catch (IllegalArgumentException e) {
      throw failure("its input '%s': %s".formatted(name, e.getMessage()));
    }
  }

  private static ModelFormatException failure(String message) {
    return new ModelFormatException("ONNX file, graph: " + message);
  }
}
