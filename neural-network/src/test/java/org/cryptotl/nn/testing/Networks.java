package org.cryptotl.nn.testing;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cryptotl.nn.layer.AveragePool1D;
import org.cryptotl.nn.layer.AveragePool2D;
import org.cryptotl.nn.layer.BatchNorm;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Conv2D;
import org.cryptotl.nn.layer.Dense;
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

/** Small networks that between them have every kind of layer. */
public final class Networks {

  private Networks() {}

  /** A layer under test: what it is called, the shape of its input, and it. */
  public record Case(String name, Shape input, Layer layer) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** Every layer, with awkward sizes, strides and paddings. */
  public static List<Case> cases() {
    RandomGenerator random = new SplittableRandom(5);
    Shape vector = Shape.of(37);
    Shape signal = Shape.of(3, 19);
    Shape image = Shape.of(2, 7, 9);
    return List.of(
        new Case("dense", vector, biased(Dense.random(37, 41, random), random)),
        new Case(
            "dense without bias", vector, new Dense(37, 5, weights(5 * 37, random), Weights.NONE)),
        new Case(
            "conv1d same", signal, biased(Conv1D.random(3, 4, Window.same(5), random), random)),
        new Case(
            "conv1d same even", signal, Conv1D.random(3, 2, Window.same(4), random).withoutBias()),
        new Case("conv1d valid stride 2", signal, Conv1D.random(3, 2, Window.valid(4, 2), random)),
        new Case(
            "conv1d stride beyond window",
            signal,
            Conv1D.random(3, 2, new Window(2, 5, 1, 0), random)),
        new Case(
            "conv2d same stride 2",
            image,
            Conv2D.random(2, 3, Window.same(3, 2, 7), Window.same(4, 2, 9), random)),
        new Case(
            "conv2d valid",
            image,
            Conv2D.random(2, 5, Window.valid(3, 1), Window.valid(2, 3), random)),
        new Case(
            "conv2d wide padding",
            image,
            Conv2D.random(2, 1, new Window(5, 1, 4, 4), new Window(3, 2, 2, 1), random)),
        new Case("average pool 1d", signal, AveragePool1D.valid(3, 1)),
        new Case(
            "average pool 1d without padding", signal, new AveragePool1D(Window.same(4), false)),
        new Case("average pool 1d with padding", signal, new AveragePool1D(Window.same(4), true)),
        new Case("average pool 2d", image, AveragePool2D.valid(2, 2)),
        new Case(
            "average pool 2d padded",
            image,
            new AveragePool2D(Window.same(3, 2, 7), Window.same(3, 3, 9), true)),
        new Case("max pool 1d", signal, MaxPool1D.valid(3, 3)),
        new Case("max pool 1d overlapping", signal, new MaxPool1D(Window.same(3))),
        new Case("max pool 2d", image, new MaxPool2D(Window.same(3, 2, 7), Window.valid(2, 2))),
        new Case("batch norm of an image", image, norm(2, random)),
        new Case("batch norm of a vector", vector, norm(37, random)),
        new Case("relu", vector, new Relu()),
        new Case("sigmoid", vector, new Sigmoid()),
        new Case("tanh", vector, new Tanh()),
        new Case("softmax", vector, new Softmax()),
        new Case("square", vector, Polynomial.square()),
        new Case("paper's cubic", vector, Polynomial.paperCubic()),
        new Case(
            "polynomial with a narrow range",
            vector,
            new Polynomial(List.of(0.1, 0.5, -0.3, 0.2, 0.05), new Range(-0.3, 0.2))),
        new Case("constant polynomial", vector, new Polynomial(List.of(0.7), Range.ALL)),
        new Case("flatten", image, new Flatten()),
        new Case("reshape", image, new Reshape(Shape.of(6, 21))));
  }

  /** A layer with layers before and after it that are trained, and one output or class scores. */
  public static Network around(Case tested, int classes, RandomGenerator random) {
    Shape input = tested.input();
    Shape output = tested.layer().output(input);
    Network before =
        Network.of(
            Shape.of(6),
            biased(Dense.random(6, input.size(), random), random),
            new Reshape(input),
            tested.layer(),
            new Flatten(),
            biased(Dense.random(output.size(), classes, random), random));
    return before;
  }

  /** Uniform weights in (-0.5, 0.5). */
  public static Weights weights(int size, RandomGenerator random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return Weights.of(values);
  }

  private static Dense biased(Dense d, RandomGenerator random) {
    return new Dense(d.inputs(), d.outputs(), d.weights(), weights(d.outputs(), random));
  }

  private static Conv1D biased(Conv1D c, RandomGenerator random) {
    return new Conv1D(
        c.channels(), c.filters(), c.window(), c.weights(), weights(c.filters(), random));
  }

  private static BatchNorm norm(int channels, RandomGenerator random) {
    float[] variances = new float[channels];
    for (int c = 0; c < channels; c++) {
      variances[c] = 0.5f + random.nextFloat();
    }
    return new BatchNorm(
        weights(channels, random),
        weights(channels, random),
        weights(channels, random),
        Weights.of(variances),
        1e-3f);
  }
}
