package org.cryptotl.modelowner.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cryptotl.modelowner.training.LayerDocument.Padding;
import org.cryptotl.nn.layer.AveragePool1D;
import org.cryptotl.nn.layer.AveragePool2D;
import org.cryptotl.nn.layer.BatchNorm;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Conv2D;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Flatten;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Range;
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Reshape;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Tanh;
import org.cryptotl.nn.layer.Weights;
import org.cryptotl.nn.layer.Window;

/** An untrained network from a list of layers. */
final class LayerList {

  /** More weights than this are not trained. */
  private static final long MOST_WEIGHTS = 1L << 25;

  private LayerList() {}

  /**
   * Builds a network with random weights.
   *
   * @throws IllegalArgumentException for layers that do not fit each other; it names the first
   */
  static Network build(List<LayerDocument> documents, int inputs, RandomGenerator random) {
    Shape shape = Shape.of(inputs);
    List<Layer> layers = new ArrayList<>();
    long weights = 0;
    for (int i = 0; i < documents.size(); i++) {
      LayerDocument document = documents.get(i);
      try {
        weights += weights(document, shape);
        if (weights > MOST_WEIGHTS) {
          throw new IllegalArgumentException(
              "got more than %d weights up to here; make layers smaller".formatted(MOST_WEIGHTS));
        }
        Layer layer = layer(document, shape, random);
        shape = layer.output(shape);
        layers.add(layer);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "training.layers[%d] (%s): %s".formatted(i, document.type(), e.getMessage()), e);
      }
    }
    if (weights == 0 || shape.rank() > 1) {
      throw new IllegalArgumentException(
          "training.layers: got %d weights and an output of shape %s, expected weights and a"
                  .formatted(weights, shape)
              + " vector; put a FLATTEN at the end");
    }
    return new Network(Shape.of(inputs), layers);
  }

  /** Before memory is taken for them. */
  private static long weights(LayerDocument document, Shape input) {
    return switch (document.type()) {
      case DENSE -> (long) input.size() * document.outputs();
      case CONV_1D -> (long) input.dimension(0) * document.filters() * document.size();
      case CONV_2D ->
          (long) input.dimension(0) * document.filters() * document.size() * document.size();
      default -> 0;
    };
  }

  private static Layer layer(LayerDocument document, Shape input, RandomGenerator random) {
    boolean bias = !Boolean.FALSE.equals(document.bias());
    int channels = input.dimension(0);
    return switch (document.type()) {
      case DENSE -> {
        Dense dense = Dense.random(input.size(), document.outputs(), random);
        yield bias
            ? dense
            : new Dense(dense.inputs(), dense.outputs(), dense.weights(), Weights.NONE);
      }
      case CONV_1D -> {
        requireRank(input, 2);
        Conv1D layer =
            Conv1D.random(channels, document.filters(), window(document, input, 1), random);
        yield bias ? layer : layer.withoutBias();
      }
      case CONV_2D -> {
        requireRank(input, 3);
        Conv2D layer =
            Conv2D.random(
                channels,
                document.filters(),
                window(document, input, 1),
                window(document, input, 2),
                random);
        yield bias
            ? layer
            : new Conv2D(
                channels,
                document.filters(),
                layer.rows(),
                layer.columns(),
                layer.weights(),
                Weights.NONE);
      }
      case AVERAGE_POOL_1D -> AveragePool1D.valid(document.size(), poolStride(document));
      case AVERAGE_POOL_2D -> AveragePool2D.valid(document.size(), poolStride(document));
      case BATCH_NORM -> BatchNorm.identity(channels);
      case POLYNOMIAL -> new Polynomial(document.coefficients(), range(document));
      case RELU -> new Relu();
      case SIGMOID -> new Sigmoid();
      case TANH -> new Tanh();
      case FLATTEN -> new Flatten();
      case RESHAPE -> new Reshape(new Shape(document.shape()));
      case DROPOUT -> new Dropout(document.rate().floatValue());
    };
  }

  private static void requireRank(Shape input, int rank) {
    if (input.rank() != rank) {
      throw new IllegalArgumentException(
          "got an input of shape %s, expected %d dimensions; put a RESHAPE before"
              .formatted(input, rank));
    }
  }

  private static Window window(LayerDocument document, Shape input, int axis) {
    int stride = Optional.ofNullable(document.stride()).orElse(1);
    return document.padding() == Padding.SAME
        ? Window.same(document.size(), stride, input.dimension(axis))
        : Window.valid(document.size(), stride);
  }

  private static int poolStride(LayerDocument document) {
    return Optional.ofNullable(document.stride()).orElse(document.size());
  }

  private static Range range(LayerDocument document) {
    return new Range(
        Optional.ofNullable(document.from()).orElse(Double.NEGATIVE_INFINITY),
        Optional.ofNullable(document.to()).orElse(Double.POSITIVE_INFINITY));
  }
}
