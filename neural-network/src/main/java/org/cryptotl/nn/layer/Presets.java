package org.cryptotl.nn.layer;

import java.util.random.RandomGenerator;

/** Networks to be trained, with random weights. */
public final class Presets {

  private Presets() {}

  /**
   * The lower network of the CryptoTL paper (arXiv 2205.11935), which stays with the model owner:
   * convolution 9 without bias, dense, cubic, average pooling 3 with stride 1, dense; 768 entries
   * become 766.
   *
   * @param inputs at least 9
   * @return a network from (inputs) to (inputs - 2)
   */
  public static Network paperLower(int inputs, RandomGenerator random) {
    if (inputs < 9) {
      throw new IllegalArgumentException(
          "the paper's lower network: got %d inputs, expected at least 9".formatted(inputs));
    }
    int outputs = inputs - 2;
    return Network.of(
        Shape.of(inputs),
        new Reshape(Shape.of(1, inputs)),
        Conv1D.random(1, 1, Window.same(9), random).withoutBias(),
        new Flatten(),
        Dense.random(inputs, inputs, random),
        Polynomial.paperCubic(),
        new Reshape(Shape.of(1, inputs)),
        AveragePool1D.valid(3, 1),
        new Flatten(),
        Dense.random(outputs, outputs, random));
  }

  /**
   * The upper network of the paper, which the data owner trains on the features: dense with ReLU,
   * maximum pooling 3, dropout 0.2, dense with sigmoid.
   *
   * @param inputs number of features, at least 1
   * @param hidden width of the first dense layer, at least 3
   * @return a network from (inputs) to (1), the probability of label 1
   */
  public static Network paperUpper(int inputs, int hidden, RandomGenerator random) {
    if (hidden < 3) {
      throw new IllegalArgumentException(
          "the paper's upper network: got width %d, expected at least 3".formatted(hidden));
    }
    int pooled = hidden / 3;
    return Network.of(
        Shape.of(inputs),
        Dense.random(inputs, hidden, random),
        new Relu(),
        new Reshape(Shape.of(1, hidden)),
        MaxPool1D.valid(3, 3),
        new Flatten(),
        new Dropout(0.2f),
        Dense.random(pooled, 1, random),
        new Sigmoid());
  }

  /** Logistic regression: one dense layer and a sigmoid. */
  public static Network logistic(int inputs, RandomGenerator random) {
    return Network.of(Shape.of(inputs), Dense.random(inputs, 1, random), new Sigmoid());
  }

  /**
   * A small lower network for the columns of a table: dense, cubic, dense.
   *
   * @param hidden width of the first layer
   * @param features entries of the output
   */
  public static Network table(int inputs, int hidden, int features, RandomGenerator random) {
    return Network.of(
        Shape.of(inputs),
        Dense.random(inputs, hidden, random),
        Polynomial.paperCubic(),
        Dense.random(hidden, features, random));
  }

  /**
   * A small lower network for images: convolution 5 with stride 2, square, average pooling 2,
   * dense.
   *
   * @param input (channels, height, width), height and width at least 4
   * @param filters of the convolution
   * @param features entries of the output
   */
  public static Network image(Shape input, int filters, int features, RandomGenerator random) {
    if (input.rank() != 3 || Math.min(input.dimension(1), input.dimension(2)) < 4) {
      throw new IllegalArgumentException(
          "the network for images: got the shape %s, expected (channels, height, width) of at least 4 x 4"
              .formatted(input));
    }
    Conv2D convolution =
        Conv2D.random(
            input.dimension(0),
            filters,
            Window.same(5, 2, input.dimension(1)),
            Window.same(5, 2, input.dimension(2)),
            random);
    AveragePool2D pooling = AveragePool2D.valid(2, 2);
    Shape pooled = pooling.output(convolution.output(input));
    return Network.of(
        input,
        convolution,
        Polynomial.square(),
        pooling,
        new Flatten(),
        Dense.random(pooled.size(), features, random));
  }
}
