package org.cryptotl.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@Tag("once")
class NetworkTest {

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void paperLower_takes768To766() {
    Network network = Presets.paperLower(768, random);
    assertEquals(Shape.of(766), network.output());
    assertEquals(9 + 768 * 768 + 768 + 766 * 766 + 766, network.parameters());
  }

  @Test
  void paperUpper_takesFeaturesToAProbability() {
    Network network = Presets.paperUpper(766, 766, random);
    assertEquals(Shape.of(1), network.output());
    float p = network.forward(new float[766])[0];
    assertEquals(0.5f, p);
  }

  @Test
  void presets_fitTogether() {
    assertEquals(Shape.of(12), Presets.table(5, 8, 12, random).output());
    assertEquals(Shape.of(10), Presets.image(Shape.of(1, 28, 28), 5, 10, random).output());
    assertEquals(Shape.of(1), Presets.logistic(4, random).output());
  }

  @Test
  void denseAfterAnImage_isRefusedByNameAndRemedy() {
    String message =
        fails(() -> Network.of(Shape.of(1, 4, 4), new Relu(), Dense.random(16, 2, random)));
    assertTrue(message.contains("layer 1, Dense: got an input of shape (1x4x4)"), message);
    assertTrue(message.contains("Flatten"), message);
  }

  @Test
  void wrongShapes_areRefused() {
    Shape vector = Shape.of(8);
    Shape signal = Shape.of(2, 8);
    fails(() -> Network.of(vector));
    fails(() -> Network.of(vector, Dense.random(9, 2, random)));
    fails(() -> Network.of(vector, Conv1D.random(1, 1, Window.same(3), random)));
    fails(() -> Network.of(signal, Conv1D.random(3, 1, Window.same(3), random)));
    fails(() -> Network.of(signal, Conv1D.random(2, 1, Window.valid(9, 1), random)));
    fails(() -> Network.of(signal, Conv2D.random(2, 1, Window.same(3), Window.same(3), random)));
    fails(() -> Network.of(signal, AveragePool1D.valid(9, 1)));
    fails(() -> Network.of(signal, MaxPool2D.valid(2, 2)));
    fails(() -> Network.of(signal, BatchNorm.identity(3)));
    fails(() -> Network.of(signal, new Reshape(Shape.of(17))));
    fails(() -> Network.of(signal, new Softmax()));
    fails(() -> Presets.paperLower(8, random));
    fails(() -> Presets.table(3, 3, 3, random).then(Presets.logistic(4, random)));
    fails(() -> Presets.logistic(4, random).forward(new float[5]));
  }

  @Test
  void wrongNumbers_areRefused() {
    fails(() -> Shape.of());
    fails(() -> Shape.of(3, 0));
    fails(() -> Shape.of(1 << 16, 1 << 16));
    fails(() -> new Window(3, 0, 0, 0));
    fails(() -> new Window(3, 1, 3, 0));
    fails(() -> Weights.of(1, Float.NaN));
    fails(() -> new Dense(2, 2, Weights.of(1, 2, 3), Weights.NONE));
    fails(() -> new Dense(2, 1, Weights.of(1, 2), Weights.of(1, 2)));
    fails(() -> new Conv1D(0, 1, Window.same(3), Weights.NONE, Weights.NONE));
    fails(() -> new Dropout(1));
    fails(() -> new Polynomial(List.of(1.0, 0.0), Range.ALL));
    fails(() -> new Polynomial(List.of(), Range.ALL));
    fails(() -> new Range(1, 1));
    fails(() -> new BatchNorm(Weights.of(1), Weights.of(0), Weights.of(0), Weights.of(-1), 1e-3f));
  }

  @Test
  void paperCubic_isNearReluOnItsRange() {
    Polynomial cubic = Polynomial.paperCubic();
    Network network = Network.of(Shape.of(1), cubic);
    double worst = 0;
    for (double x = cubic.range().from(); x <= cubic.range().to(); x += 1e-3) {
      double y = network.forward(new float[] {(float) x})[0];
      worst = Math.max(worst, Math.abs(y - Math.max(x, 0)));
    }
    assertEquals(0.62, worst, 0.005);
  }

  @Test
  void weights_areCopiedAndNotPrinted() {
    float[] values = {1.25f, -7.5f};
    Weights weights = Weights.of(values);
    values[0] = 9;
    assertEquals(1.25f, weights.get(0));
    weights.toArray()[0] = 9;
    assertEquals(Weights.of(1.25f, -7.5f), weights);
    assertNotEquals(Weights.of(1.25f, 7.5f), weights);
    String printed = Network.of(Shape.of(2), new Dense(2, 1, weights, Weights.NONE)).toString();
    assertFalse(printed.contains("1.25") || printed.contains("7.5"), printed);
  }

  @Test
  void sameWindow_keepsTheLengthOrDividesIt() {
    Layer asker = new Flatten();
    for (int size = 1; size <= 5; size++) {
      assertEquals(11, Window.same(size).outputs(asker, 11));
      for (int stride = 1; stride <= 4; stride++) {
        for (int length = size; length < 14; length++) {
          assertEquals(
              Math.ceilDiv(length, stride),
              Window.same(size, stride, length).outputs(asker, length));
        }
      }
    }
  }

  private static String fails(Executable body) {
    return assertThrows(IllegalArgumentException.class, body).getMessage();
  }
}
