package org.cryptotl.nn.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
import org.cryptotl.nn.layer.Network;
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

/** Small networks of random layers with random weights, for properties that hold for all. */
public final class RandomNetworks {

  private final Random random;
  private final boolean lowerable;

  private RandomNetworks(Random random, boolean lowerable) {
    this.random = random;
    this.lowerable = lowerable;
  }

  /** A network of any layers. */
  public static Network any(Random random) {
    return new RandomNetworks(random, false).network();
  }

  /** A network of linear layers and polynomials alone. */
  public static Network polynomial(Random random) {
    return new RandomNetworks(random, true).network();
  }

  /** An input for it, entries in [-1, 1]. */
  public static float[] input(Network network, Random random) {
    float[] x = new float[network.input().size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = 2 * random.nextFloat() - 1;
    }
    return x;
  }

  private Network network() {
    Shape input =
        switch (random.nextInt(3)) {
          case 0 -> Shape.of(1 + random.nextInt(20));
          case 1 -> Shape.of(1 + random.nextInt(3), 6 + random.nextInt(10));
          default -> Shape.of(1 + random.nextInt(3), 5 + random.nextInt(5), 5 + random.nextInt(5));
        };
    List<Layer> layers = new ArrayList<>();
    Shape shape = input;
    int count = 1 + random.nextInt(6);
    while (layers.size() < count) {
      Layer layer = layer(shape);
      try {
        shape = layer.output(shape);
        layers.add(layer);
      } catch (IllegalArgumentException _) {
        // A window larger than what is left of the input: try another layer.
      }
    }
    if (!lowerable && shape.rank() == 1 && random.nextInt(3) == 0) {
      layers.add(new Softmax());
    }
    return new Network(input, layers);
  }

  private Layer layer(Shape shape) {
    int kind = random.nextInt(lowerable ? 6 : 10);
    return switch (kind) {
      case 0 -> batchNorm(shape.dimension(0));
      case 1 -> new Polynomial(coefficients(), new Range(-3, 4));
      case 2 -> new Dropout(0.25f);
      case 3, 4, 5 -> shaped(shape);
      case 6 -> new Relu();
      case 7 -> new Sigmoid();
      case 8 -> new Tanh();
      default ->
          switch (shape.rank()) {
            case 2 -> new MaxPool1D(window());
            case 3 -> new MaxPool2D(window(), window());
            default -> new Relu();
          };
    };
  }

  private Layer shaped(Shape shape) {
    int channels = shape.dimension(0);
    int filters = 1 + random.nextInt(3);
    boolean convolution = random.nextBoolean();
    if (shape.rank() > 1 && random.nextInt(4) == 0) {
      return new Flatten();
    }
    return switch (shape.rank()) {
      case 2 -> {
        Window w = window();
        yield convolution
            ? new Conv1D(
                channels, filters, w, weights(filters * channels * w.size()), bias(filters))
            : new AveragePool1D(w, random.nextBoolean());
      }
      case 3 -> {
        Window r = window();
        Window c = window();
        yield convolution
            ? new Conv2D(
                channels,
                filters,
                r,
                c,
                weights(filters * channels * r.size() * c.size()),
                bias(filters))
            : new AveragePool2D(r, c, random.nextBoolean());
      }
      default -> {
        if (random.nextInt(3) == 0) {
          yield new Reshape(Shape.of(1, channels));
        }
        int outputs = 1 + random.nextInt(12);
        yield new Dense(channels, outputs, weights(channels * outputs), bias(outputs));
      }
    };
  }

  private List<Double> coefficients() {
    return List.of(random.nextDouble() - 0.5, random.nextGaussian(), 0.1 + random.nextDouble() / 4);
  }

  /** Padding below half of the size, so that no window lies in the padding alone. */
  private Window window() {
    int size = 1 + random.nextInt(4);
    int most = (size + 1) / 2;
    return new Window(size, 1 + random.nextInt(2), random.nextInt(most), random.nextInt(most));
  }

  private BatchNorm batchNorm(int channels) {
    float[] variances = new float[channels];
    for (int i = 0; i < channels; i++) {
      variances[i] = 0.2f + random.nextFloat();
    }
    return new BatchNorm(
        weights(channels), weights(channels), weights(channels), Weights.of(variances), 1e-3f);
  }

  private Weights bias(int size) {
    return random.nextBoolean() ? weights(size) : Weights.NONE;
  }

  private Weights weights(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian() / 2;
    }
    return Weights.of(values);
  }
}
