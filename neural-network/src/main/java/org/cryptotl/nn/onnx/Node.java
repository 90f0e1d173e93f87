package org.cryptotl.nn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cryptotl.nn.format.ModelFormatException;

/**
 * One node of the graph.
 *
 * @param index its place in the file, from 0
 * @param proto what the file says
 * @param opset version of the operators
 * @param values gives the value of a name, empty where nothing before gives one
 * @param takesBias whether the value of a name comes right out of a product or a convolution and is
 *     read at one place only
 */
record Node(
    int index,
    NodeProto proto,
    int opset,
    Function<String, Optional<Value>> values,
    Predicate<String> takesBias) {

  String operator() {
    return printable(proto.getOpType());
  }

  /** Which node this is, for messages. */
  private String place() {
    return "node %d%s"
        .formatted(index, proto.getName().isEmpty() ? "" : " '" + printable(proto.getName()) + "'");
  }

  /** Text of a file as it may stand in a message or a log. */
  static String printable(String text) {
    String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() <= 100 ? clean : clean.substring(0, 100) + "...";
  }

  UnsupportedOperatorException failure(String reason, String remedy) {
    return new UnsupportedOperatorException(operator(), place(), reason, remedy);
  }

  boolean has(int input) {
    return input < proto.getInputCount() && !proto.getInput(input).isEmpty();
  }

  Value value(int input) {
    if (!has(input)) {
      throw failure("it has no input %d".formatted(input), "the file is broken, export it again");
    }
    String name = proto.getInput(input);
    return values
        .apply(name)
        .orElseThrow(() ->
            new ModelFormatException(
                "ONNX file, %s, operator %s: its input '%s' is not given by any node before; the graph has a cycle, is not sorted, or is broken"
                    .formatted(place(), operator(), printable(name))));
  }

  /** Whether what is added to an input may go into the layer that gave it. */
  boolean takesBias(int input) {
    return takesBias.test(proto.getInput(input));
  }

  Signal signal(int input) {
    if (value(input) instanceof Signal signal) {
      return signal;
    }
    throw failure(
        "its input %d is a constant, expected what depends on the model's input".formatted(input),
        "fold constants before the export");
  }

  Tensor tensor(int input) {
    if (value(input) instanceof Tensor tensor) {
      return tensor;
    }
    throw failure(
        "its input %d depends on the model's input, expected a constant".formatted(input),
        "export with fixed weights and shapes");
  }

  private Optional<AttributeProto> attribute(String name) {
    return proto.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  boolean hasAttribute(String name) {
    return attribute(name).isPresent();
  }

  Optional<AttributeProto> tensorAttribute(String name) {
    return attribute(name).filter(AttributeProto::hasT);
  }

  int integer(String name, int otherwise) {
    long value = attribute(name).map(AttributeProto::getI).orElse((long) otherwise);
    if (value != (int) value) {
      throw failure("its attribute %s is %d".formatted(name, value), "expected 32 bits");
    }
    return (int) value;
  }

  float real(String name, float otherwise) {
    return attribute(name).map(AttributeProto::getF).orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return attribute(name).map(a -> printable(a.getS().toStringUtf8())).orElse(otherwise);
  }

  /** A list of integers, or so many times the same. */
  int[] integers(String name, int count, int otherwise) {
    int[] all = new int[count];
    Arrays.fill(all, otherwise);
    return attribute(name).map(a -> integers(name, a, count)).orElse(all);
  }

  private int[] integers(String name, AttributeProto attribute, int count) {
    if (attribute.getIntsCount() != count) {
      throw failure(
          "its attribute %s has %d entries".formatted(name, attribute.getIntsCount()),
          "expected %d".formatted(count));
    }
    return narrow(name, attribute.getIntsList().stream().mapToLong(i -> i).toArray());
  }

  /** A list of integers, of any length. */
  Optional<int[]> integers(String name) {
    return attribute(name)
        .map(a -> narrow(name, a.getIntsList().stream().mapToLong(i -> i).toArray()));
  }

  private int[] narrow(String name, long[] values) {
    for (long value : values) {
      if (value != (int) value) {
        throw failure(
            "its attribute %s has the entry %d".formatted(name, value), "expected 32 bits");
      }
    }
    return Arrays.stream(values).mapToInt(i -> (int) i).toArray();
  }

  /** An attribute that must have one value. */
  void expect(String name, int expected, int otherwise, String remedy) {
    int value = integer(name, otherwise);
    if (value != expected) {
      throw failure("its attribute %s is %d, expected %d".formatted(name, value, expected), remedy);
    }
  }
}
