package org.cryptotl.nn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cryptotl.nn.layer.AveragePool1D;
import org.cryptotl.nn.layer.AveragePool2D;
import org.cryptotl.nn.layer.BatchNorm;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Conv2D;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Flatten;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.MaxPool1D;
import org.cryptotl.nn.layer.MaxPool2D;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Reshape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.layer.Tanh;
import org.cryptotl.nn.layer.Weights;
import org.cryptotl.nn.layer.Window;

/** Layers as nodes. */
final class LayerWriter {

  private LayerWriter() {}

  static void write(Layer layer, GraphBuilder graph) {
    switch (layer) {
      case Dense l ->
          graph.node(
              "Gemm",
              constants(graph, l.weights(), l.bias(), l.outputs(), l.inputs()),
              GraphBuilder.integer("transB", 1));
      case Conv1D l -> {
        int[] shape = {l.filters(), l.channels(), l.window().size()};
        graph.node("Conv", constants(graph, l.weights(), l.bias(), shape), windows(l.window()));
      }
      case Conv2D l -> {
        int[] shape = {l.filters(), l.channels(), l.rows().size(), l.columns().size()};
        graph.node(
            "Conv", constants(graph, l.weights(), l.bias(), shape), windows(l.rows(), l.columns()));
      }
      case AveragePool1D l -> average(graph, l.countPadding(), l.window());
      case AveragePool2D l -> average(graph, l.countPadding(), l.rows(), l.columns());
      case MaxPool1D l -> graph.node("MaxPool", List.of(), windows(l.window()));
      case MaxPool2D l -> graph.node("MaxPool", List.of(), windows(l.rows(), l.columns()));
      case BatchNorm l -> {
        List<String> constants =
            Stream.of(l.scale(), l.shift(), l.mean(), l.variance())
                .map(w -> graph.floats(w.toArray(), w.size()))
                .toList();
        graph.node("BatchNormalization", constants, GraphBuilder.real("epsilon", l.epsilon()));
      }
      case Flatten _ -> graph.node("Flatten", List.of(), GraphBuilder.integer("axis", 1));
      case Reshape l -> {
        long[] shape = new long[l.shape().rank() + 1];
        shape[0] = -1;
        for (int i = 1; i < shape.length; i++) {
          shape[i] = l.shape().dimension(i - 1);
        }
        graph.node("Reshape", List.of(graph.integers(shape)));
      }
      case Dropout l -> graph.node("Dropout", List.of(graph.floats(new float[] {l.rate()})));
      case Relu _ -> graph.node("Relu", List.of());
      case Sigmoid _ -> graph.node("Sigmoid", List.of());
      case Tanh _ -> graph.node("Tanh", List.of());
      case Softmax _ -> graph.node("Softmax", List.of(), GraphBuilder.integer("axis", 1));
      case Polynomial l -> horner(graph, l.coefficients());
    }
  }

  /** Weights of a shape, and the bias if there is one. */
  private static List<String> constants(
      GraphBuilder graph, Weights weights, Weights bias, int... shape) {
    List<String> names = new ArrayList<>();
    names.add(graph.floats(weights.toArray(), shape));
    if (bias.size() > 0) {
      names.add(graph.floats(bias.toArray(), bias.size()));
    }
    return names;
  }

  private static void average(GraphBuilder graph, boolean countPadding, Window... windows) {
    List<AttributeProto> attributes = new ArrayList<>(List.of(windows(windows)));
    attributes.add(GraphBuilder.integer("count_include_pad", countPadding ? 1 : 0));
    graph.node("AveragePool", List.of(), attributes.toArray(AttributeProto[]::new));
  }

  private static AttributeProto[] windows(Window... windows) {
    List<Window> all = List.of(windows);
    return new AttributeProto[] {
      GraphBuilder.integers("kernel_shape", all.stream().map(Window::size).toList()),
      GraphBuilder.integers("strides", all.stream().map(Window::stride).toList()),
      GraphBuilder.integers(
          "pads",
          Stream.concat(all.stream().map(Window::padBefore), all.stream().map(Window::padAfter))
              .toList())
    };
  }

  /** ((c_n x + c_(n-1)) x + ...) x + c_0. */
  private static void horner(GraphBuilder graph, List<Double> coefficients) {
    String x = graph.current();
    int degree = coefficients.size() - 1;
    // A constant polynomial is written as 0 x + c: it depends on its input in name.
    graph.node("Mul", List.of(scalar(graph, degree == 0 ? 0 : coefficients.get(degree))));
    for (int k = Math.max(degree - 1, 0); k >= 0; k--) {
      graph.node("Add", List.of(scalar(graph, coefficients.get(k))));
      if (k > 0) {
        graph.node("Mul", List.of(x));
      }
    }
  }

  private static String scalar(GraphBuilder graph, double value) {
    return graph.floats(new float[] {(float) value}, 1);
  }
}
