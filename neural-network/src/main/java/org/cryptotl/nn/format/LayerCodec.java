package org.cryptotl.nn.format;

import java.util.List;
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
import org.cryptotl.nn.layer.Range;
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Reshape;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.layer.Tanh;
import org.cryptotl.nn.layer.Weights;
import org.cryptotl.nn.layer.Window;
import tools.jackson.databind.node.ObjectNode;

/** Layers as JSON objects, by the names of their records' components; weights go elsewhere. */
final class LayerCodec {

  private LayerCodec() {}

  static void write(Layer layer, ObjectNode to, WeightSink weights) {
    to.put("type", layer.name());
    switch (layer) {
      case Dense l -> {
        to.put("inputs", l.inputs()).put("outputs", l.outputs());
        write(l.weights(), l.bias(), to, weights);
      }
      case Conv1D l -> {
        to.put("channels", l.channels()).put("filters", l.filters());
        write("window", l.window(), to);
        write(l.weights(), l.bias(), to, weights);
      }
      case Conv2D l -> {
        to.put("channels", l.channels()).put("filters", l.filters());
        write("rows", l.rows(), to);
        write("columns", l.columns(), to);
        write(l.weights(), l.bias(), to, weights);
      }
      case AveragePool1D l -> {
        to.put("countPadding", l.countPadding());
        write("window", l.window(), to);
      }
      case AveragePool2D l -> {
        to.put("countPadding", l.countPadding());
        write("rows", l.rows(), to);
        write("columns", l.columns(), to);
      }
      case MaxPool1D l -> write("window", l.window(), to);
      case MaxPool2D l -> {
        write("rows", l.rows(), to);
        write("columns", l.columns(), to);
      }
      case BatchNorm l -> {
        to.put("channels", l.channels()).put("epsilon", l.epsilon());
        List.of(l.scale(), l.shift(), l.mean(), l.variance()).forEach(weights::add);
      }
      case Reshape l -> l.shape().dimensions().forEach(to.putArray("shape")::add);
      case Dropout l -> to.put("rate", l.rate());
      case Polynomial l -> {
        l.coefficients().forEach(to.putArray("coefficients")::add);
        if (Double.isFinite(l.range().from())) {
          to.put("from", l.range().from());
        }
        if (Double.isFinite(l.range().to())) {
          to.put("to", l.range().to());
        }
      }
      case Flatten _, Relu _, Sigmoid _, Softmax _, Tanh _ -> {}
    }
  }

  private static void write(Weights values, Weights bias, ObjectNode to, WeightSink weights) {
    to.put("bias", bias.size() > 0);
    weights.add(values);
    weights.add(bias);
  }

  private static void write(String field, Window window, ObjectNode to) {
    to.putObject(field)
        .put("size", window.size())
        .put("stride", window.stride())
        .put("padBefore", window.padBefore())
        .put("padAfter", window.padAfter());
  }

  static Layer read(Fields from, WeightSource weights) {
    try {
      return readChecked(from, weights);
    } catch (IllegalArgumentException e) {
      throw from.failure(e.getMessage());
    }
  }

  private static Layer readChecked(Fields from, WeightSource weights) {
    String type = from.text("type");
    return switch (type) {
      case "Dense" -> {
        int inputs = from.integer("inputs");
        int outputs = from.integer("outputs");
        Weights values = weights.take(product(from, inputs, outputs, 1));
        yield new Dense(inputs, outputs, values, bias(from, outputs, weights));
      }
      case "Conv1D" -> {
        int channels = from.integer("channels");
        int filters = from.integer("filters");
        Window window = window(from, "window");
        Weights values = weights.take(product(from, channels, filters, window.size()));
        yield new Conv1D(channels, filters, window, values, bias(from, filters, weights));
      }
      case "Conv2D" -> {
        int channels = from.integer("channels");
        int filters = from.integer("filters");
        Window rows = window(from, "rows");
        Window columns = window(from, "columns");
        long size = product(from, rows.size(), columns.size(), 1);
        Weights values = weights.take(product(from, channels, filters, size));
        yield new Conv2D(channels, filters, rows, columns, values, bias(from, filters, weights));
      }
      case "AveragePool1D" -> new AveragePool1D(window(from, "window"), from.flag("countPadding"));
      case "AveragePool2D" ->
          new AveragePool2D(
              window(from, "rows"), window(from, "columns"), from.flag("countPadding"));
      case "MaxPool1D" -> new MaxPool1D(window(from, "window"));
      case "MaxPool2D" -> new MaxPool2D(window(from, "rows"), window(from, "columns"));
      case "BatchNorm" -> {
        int channels = from.integer("channels");
        Weights scale = weights.take(channels);
        Weights shift = weights.take(channels);
        Weights mean = weights.take(channels);
        Weights variance = weights.take(channels);
        yield new BatchNorm(scale, shift, mean, variance, (float) from.number("epsilon"));
      }
      case "Reshape" -> new Reshape(new Shape(from.integers("shape")));
      case "Dropout" -> new Dropout((float) from.number("rate"));
      case "Polynomial" -> {
        double least = from.has("from") ? from.number("from") : Double.NEGATIVE_INFINITY;
        double greatest = from.has("to") ? from.number("to") : Double.POSITIVE_INFINITY;
        yield new Polynomial(from.numbers("coefficients"), new Range(least, greatest));
      }
      case "Flatten" -> new Flatten();
      case "Relu" -> new Relu();
      case "Sigmoid" -> new Sigmoid();
      case "Softmax" -> new Softmax();
      case "Tanh" -> new Tanh();
      default ->
          throw from.failure("this type of layer is not known; is the file of a later release?");
    };
  }

  private static Weights bias(Fields from, int size, WeightSource weights) {
    return from.flag("bias") ? weights.take(size) : Weights.NONE;
  }

  private static Window window(Fields from, String field) {
    Fields window = from.object(field);
    return new Window(
        window.integer("size"),
        window.integer("stride"),
        window.integer("padBefore"),
        window.integer("padAfter"));
  }

  private static long product(Fields from, long a, long b, long c) {
    if (a < 1 || b < 1 || c < 1 || (double) a * b * c > Integer.MAX_VALUE) {
      throw from.failure(
          "got sizes %d, %d and %d, expected at least 1 each and a product below 2^31"
              .formatted(a, b, c));
    }
    return a * b * c;
  }
}
