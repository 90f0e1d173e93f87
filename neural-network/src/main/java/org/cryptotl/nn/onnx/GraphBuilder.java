package org.cryptotl.nn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.cryptotl.nn.layer.Shape;

/** A graph that grows node by node, each taking what the last one gave. */
final class GraphBuilder {

  private static final String INPUT = "x";
  private static final String OUTPUT = "y";

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
  private String current = INPUT;

  GraphBuilder(Shape input) {
    graph.addInput(info(INPUT, input));
  }

  private static ValueInfoProto info(String name, Shape sample) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("samples"));
    for (int dimension : sample.dimensions()) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dimension));
    }
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  /** What the last node gave. */
  String current() {
    return current;
  }

  /** Adds a node that takes what the last one gave, and then some constants. */
  void node(String operator, List<String> constants, AttributeProto... attributes) {
    String output = "v" + graph.getNodeCount();
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(operator + "_" + graph.getNodeCount())
            .addInput(current)
            .addAllInput(constants)
            .addOutput(output)
            .addAllAttribute(List.of(attributes));
    graph.addNode(node);
    current = output;
  }

  /** Adds a constant and gives its name. */
  String floats(float[] values, int... dimensions) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return initializer(TensorProto.DataType.FLOAT_VALUE, bytes, dimensions);
  }

  /** Adds a constant and gives its name. */
  String integers(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return initializer(TensorProto.DataType.INT64_VALUE, bytes, values.length);
  }

  private String initializer(int type, ByteBuffer bytes, int... dimensions) {
    String name = "c" + graph.getInitializerCount();
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .setRawData(ByteString.copyFrom(bytes));
    for (int dimension : dimensions) {
      tensor.addDims(dimension);
    }
    graph.addInitializer(tensor);
    return name;
  }

  GraphProto build(Shape output) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Identity")
            .setName("output")
            .addInput(current)
            .addOutput(OUTPUT));
    graph.addOutput(info(OUTPUT, output));
    return graph.build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto integers(String name, List<Integer> values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    values.forEach(attribute::addInts);
    return attribute.build();
  }

  static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }
}
