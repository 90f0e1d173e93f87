package org.cryptotl.nn.onnx;

import static org.cryptotl.nn.onnx.OnnxModels.integer;
import static org.cryptotl.nn.onnx.OnnxModels.ints;
import static org.cryptotl.nn.onnx.OnnxModels.real;
import static org.cryptotl.nn.onnx.OnnxModels.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Conv2D;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Polynomial;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator against ONNX Runtime, on random inputs. */
@Tag("once")
class OnnxReaderTest {

  private static final int SAMPLES = 3;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private float[] random(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private OnnxModels weights(OnnxModels model, String name, int... dimensions) {
    return model.constant(
        name, dimensions, random(IntStream.of(dimensions).reduce(1, (a, b) -> a * b)));
  }

  /** Reads the model, and compares it with ONNX Runtime. */
  private Network assertSame(OnnxModels model, int... sample) {
    byte[] bytes = model.bytes();
    Network network = OnnxReader.read(bytes, OnnxLimits.DEFAULT);
    float[] x = random(SAMPLES * network.input().size());
    float[] expected = OnnxModels.run(bytes, SAMPLES, x, sample);
    float[] got = network.forward(SAMPLES, x, Parallel.NONE);
    assertEquals(expected.length, got.length, "seed " + seed);
    float largest = 1;
    for (float v : expected) {
      largest = Math.max(largest, Math.abs(v));
    }
    for (int i = 0; i < got.length; i++) {
      assertEquals(expected[i], got[i], 2e-5f * largest, "seed %d, entry %d".formatted(seed, i));
    }
    return network;
  }

  @Test
  void gemm() {
    for (int transposed = 0; transposed < 2; transposed++) {
      OnnxModels model = new OnnxModels(7);
      weights(model, "w", transposed == 1 ? new int[] {5, 7} : new int[] {7, 5});
      weights(model, "c", 1, 5);
      model.node(
          "Gemm",
          "x w c",
          "y",
          integer("transB", transposed),
          real("alpha", 0.7f),
          real("beta", -1.5f));
      assertEquals(1, assertSame(model, 7).layers().size());
    }
    OnnxModels scalar = weights(new OnnxModels(4), "w", 4, 3).constant("c", new int[0], 0.5f);
    assertSame(scalar.node("Gemm", "x w c", "y"), 4);
    assertSame(weights(new OnnxModels(4), "w", 4, 3).node("Gemm", "x w", "y"), 4);
  }

  @Test
  void matMulAndAdd_becomeOneDenseLayer() {
    OnnxModels model = weights(weights(new OnnxModels(6), "w", 6, 4), "b", 4);
    model.node("MatMul", "x w", "t").node("Add", "b t", "y");
    Network network = assertSame(model, 6);
    assertEquals(1, network.layers().size());
    assertEquals(4, ((Dense) network.layers().getFirst()).bias().size());
  }

  @Test
  void sumThatIsNoBias_keepsTheProductForOthers() {
    OnnxModels model = weights(new OnnxModels(6), "w", 6, 4).constant("c", new int[] {1}, 0.5f);
    model.node("MatMul", "x w", "t").node("Add", "t c", "u").node("Mul", "u t", "y");
    assertEquals(2, assertSame(model, 6).layers().size());
  }

  @Test
  void matMulOfRows_keepsDimensionsOfOne() {
    OnnxModels model = weights(weights(new OnnxModels(1, 6), "w", 6, 4), "c", 4, 3);
    assertSame(model.node("MatMul", "x w", "t").node("MatMul", "t c", "y"), 1, 6);
  }

  @Test
  void convolutions() {
    for (String padding : List.of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER")) {
      for (int stride = 1; stride <= 2; stride++) {
        OnnxModels model = weights(weights(new OnnxModels(2, 11), "w", 3, 2, 4), "b", 3);
        model.node("Conv", "x w b", "y", text("auto_pad", padding), ints("strides", stride));
        assertSame(model, 2, 11);
        OnnxModels image = weights(new OnnxModels(2, 7, 8), "w", 3, 2, 3, 2);
        image.node(
            "Conv", "x w", "y", text("auto_pad", padding), ints("strides", stride, 3 - stride));
        assertSame(image, 2, 7, 8);
      }
    }
  }

  @Test
  void convolutions_withPaddingDilationsAndGroups() {
    OnnxModels padded = weights(weights(new OnnxModels(1, 9), "w", 2, 1, 3), "b", 2);
    assertSame(padded.node("Conv", "x w b", "y", ints("pads", 2, 1)), 1, 9);
    OnnxModels dilated = weights(new OnnxModels(2, 9, 10), "w", 3, 2, 2, 3);
    assertSame(
        dilated.node(
            "Conv",
            "x w",
            "y",
            ints("dilations", 2, 3),
            ints("pads", 1, 2, 0, 1),
            ints("kernel_shape", 2, 3)),
        2,
        9,
        10);
    OnnxModels grouped = weights(new OnnxModels(4, 6, 6), "w", 6, 2, 3, 3);
    assertSame(grouped.node("Conv", "x w", "y", integer("group", 2)), 4, 6, 6);
    OnnxModels depthwise = weights(new OnnxModels(3, 8), "w", 3, 1, 3);
    assertSame(depthwise.node("Conv", "x w", "y", integer("group", 3), ints("dilations", 2)), 3, 8);
  }

  @Test
  void convolutionAndAdd_becomeOneLayer() {
    OnnxModels model = weights(weights(new OnnxModels(2, 5, 5), "w", 3, 2, 3, 3), "b", 1, 3, 1, 1);
    Network network = assertSame(model.node("Conv", "x w", "t").node("Add", "t b", "y"), 2, 5, 5);
    assertEquals(3, ((Conv2D) network.layers().getFirst()).bias().size());
  }

  @Test
  void batchNormalisation() {
    for (int[] sample : new int[][] {{4}, {4, 5}, {4, 3, 2}}) {
      OnnxModels model = new OnnxModels(sample);
      weights(model, "s", 4);
      weights(model, "b", 4);
      weights(model, "m", 4);
      model.constant("v", new int[] {4}, 0.5f, 1, 2, 0.1f);
      assertSame(
          model.node("BatchNormalization", "x s b m v", "y", real("epsilon", 1e-3f)), sample);
    }
  }

  @Test
  void poolings() {
    for (String kind : List.of("AveragePool", "MaxPool")) {
      assertSame(new OnnxModels(2, 9).node(kind, "x", "y", ints("kernel_shape", 3)), 2, 9);
      assertSame(
          new OnnxModels(2, 9)
              .node(
                  kind, "x", "y", ints("kernel_shape", 4), ints("strides", 2), ints("pads", 1, 2)),
          2,
          9);
      assertSame(
          new OnnxModels(2, 7, 8)
              .node(
                  kind,
                  "x",
                  "y",
                  ints("kernel_shape", 3, 2),
                  ints("strides", 2, 1),
                  text("auto_pad", "SAME_UPPER")),
          2,
          7,
          8);
      assertSame(
          new OnnxModels(1, 7)
              .node(
                  kind,
                  "x",
                  "y",
                  ints("kernel_shape", 3),
                  ints("strides", 2),
                  integer("ceil_mode", 1)),
          1,
          7);
    }
    assertSame(
        new OnnxModels(2, 6)
            .node(
                "AveragePool",
                "x",
                "y",
                ints("kernel_shape", 3),
                ints("pads", 1, 1),
                integer("count_include_pad", 1)),
        2,
        6);
    assertSame(new OnnxModels(3, 6).node("GlobalAveragePool", "x", "y"), 3, 6);
    assertSame(new OnnxModels(3, 4, 5).node("GlobalAveragePool", "x", "y"), 3, 4, 5);
  }

  @Test
  void activations() {
    for (String operator : List.of("Relu", "Sigmoid", "Tanh", "Softmax", "Identity", "Neg")) {
      assertSame(new OnnxModels(6).node(operator, "x", "y"), 6);
    }
    assertSame(new OnnxModels(6).opset(11).node("Softmax", "x", "y"), 6);
    assertSame(new OnnxModels(6).node("Softmax", "x", "y", integer("axis", 1)), 6);
  }

  @Test
  void dropout_doesNothing() {
    assertSame(new OnnxModels(6).opset(11).node("Dropout", "x", "y", real("ratio", 0.3f)), 6);
    OnnxModels model = new OnnxModels(6).constant("r", new int[0], 0.3f);
    assertSame(model.node("Dropout", "x r", "y"), 6);
  }

  @Test
  void shapes() {
    assertSame(new OnnxModels(2, 3, 4).node("Flatten", "x", "y"), 2, 3, 4);
    assertSame(new OnnxModels(2, 6).integers("s", -1, 3, 4).node("Reshape", "x s", "y"), 2, 6);
    assertSame(new OnnxModels(2, 6).integers("s", 0, -1, 2).node("Reshape", "x s", "y"), 2, 6);
    assertSame(new OnnxModels(2, 6).integers("s", 0, 0, 6).node("Reshape", "x s", "y"), 2, 6);
    assertSame(new OnnxModels(1, 6, 1).integers("a", 1, -1).node("Squeeze", "x a", "y"), 1, 6, 1);
    assertSame(new OnnxModels(1, 6).opset(11).node("Squeeze", "x", "y", ints("axes", 1)), 1, 6);
    assertSame(new OnnxModels(6).integers("a", 1, -1).node("Unsqueeze", "x a", "y"), 6);
    assertSame(new OnnxModels(6).opset(11).node("Unsqueeze", "x", "y", ints("axes", 2, 1)), 6);
    assertSame(new OnnxModels(6, 1).node("Transpose", "x", "y", ints("perm", 0, 2, 1)), 6, 1);
    assertSame(
        new OnnxModels(2, 1, 3).node("Transpose", "x", "y", ints("perm", 0, 2, 1, 3)), 2, 1, 3);
  }

  /** p(x) of the paper, as x * x * x and as powers. */
  @Test
  void polynomials_becomeOneLayer() {
    OnnxModels products =
        new OnnxModels(5)
            .constant("c0", new int[0], 0.49383f)
            .constant("c1", new int[] {1}, 0.59259f)
            .constant("c2", new int[] {1, 1}, 0.092593f)
            .constant(
                "c3",
                new int[] {5},
                -0.0061728f,
                -0.0061728f,
                -0.0061728f,
                -0.0061728f,
                -0.0061728f)
            .node("Mul", "x x", "x2")
            .node("Mul", "x2 x", "x3")
            .node("Mul", "c3 x3", "a")
            .node("Mul", "x2 c2", "b")
            .node("Mul", "x c1", "c")
            .node("Add", "a b", "ab")
            .node("Add", "ab c", "abc")
            .node("Add", "abc c0", "y");
    Network network = assertSame(products, 5);
    assertEquals(1, network.layers().size());
    Polynomial polynomial = (Polynomial) network.layers().getFirst();
    for (int k = 0; k < 4; k++) {
      assertEquals(
          Polynomial.paperCubic().coefficients().get(k), polynomial.coefficients().get(k), 1e-7);
    }
    OnnxModels powers =
        new OnnxModels(5)
            .constant("three", new int[0], 3)
            .constant("two", new int[0], 2)
            .constant("k", new int[0], 0.3f)
            .node("Pow", "x three", "p")
            .node("Div", "p two", "q")
            .node("Sub", "k q", "r")
            .node("Sub", "r x", "s")
            .node("Neg", "s", "y");
    assertEquals(1, assertSame(powers, 5).layers().size());
  }

  @Test
  void constantsOfEachChannelOrEntry() {
    for (String operator : List.of("Add", "Sub", "Mul", "Div")) {
      for (boolean first : new boolean[] {false, true}) {
        if (first && operator.equals("Div")) {
          continue;
        }
        String inputs = first ? "c x" : "x c";
        assertSame(weights(new OnnxModels(6), "c", 6).node(operator, inputs, "y"), 6);
        assertSame(weights(new OnnxModels(3, 4), "c", 3, 1).node(operator, inputs, "y"), 3, 4);
        assertSame(weights(new OnnxModels(3, 4), "c", 1, 3, 4).node(operator, inputs, "y"), 3, 4);
        assertSame(weights(new OnnxModels(3, 4), "c", 4).node(operator, inputs, "y"), 3, 4);
        assertSame(
            weights(new OnnxModels(2, 3, 2), "c", 2, 1, 1).node(operator, inputs, "y"), 2, 3, 2);
      }
    }
  }

  @Test
  void constants_areFolded() {
    OnnxModels model = weights(new OnnxModels(6), "w", 3, 2, 4);
    weights(model, "v", 2, 1);
    model
        .integers("flat", 6, -1)
        .integers("zero", 0)
        .node("Transpose", "w", "t", ints("perm", 2, 0, 1))
        .node("Transpose", "v", "row")
        .node("Mul", "t row", "m0")
        .node("Identity", "m0", "m1")
        .node("Unsqueeze", "m1 zero", "m2")
        .node("Squeeze", "m2 zero", "m3")
        .node("Reshape", "m3 flat", "m4")
        .node("Flatten", "m4", "m5")
        .node("MatMul", "x m5", "y");
    assertSame(model, 6);
  }

  @Test
  void constantNodesAndTypes() {
    TensorProto raw =
        TensorProto.newBuilder()
            .setDataType(1)
            .addDims(3)
            .addDims(2)
            .setRawData(
                ByteString.copyFrom(
                    ByteBuffer.allocate(24)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(1.5f)
                        .putFloat(-2)
                        .putFloat(0.25f)
                        .putFloat(3)
                        .putFloat(-1)
                        .putFloat(7)
                        .array()))
            .build();
    OnnxModels model = new OnnxModels(3);
    model
        .node("Constant", "_", "w", OnnxModels.tensorAttribute(raw))
        .node("Constant", "_", "k", real("value_float", 0.5f))
        .node("MatMul", "x w", "t")
        .node("Mul", "t k", "y");
    for (int i = 0; i < 2; i++) {
      model.graph().setNode(i, model.graph().getNode(i).toBuilder().clearInput());
    }
    assertSame(model, 3);
  }

  @Test
  void unneededNodes_arePassedOver() {
    OnnxModels model = new OnnxModels(3).node("Relu", "x", "y").node("LSTM", "x q r", "z");
    assertEquals(1, OnnxReader.read(model.bytes(), OnnxLimits.DEFAULT).layers().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21})
  void wholeNetwork_ofEveryOpset(int opset) {
    OnnxModels model = new OnnxModels(1, 12).opset(opset);
    weights(model, "w", 2, 1, 3);
    weights(model, "b", 2);
    weights(model, "d", 10, 4);
    weights(model, "e", 4);
    model
        .node("Conv", "x w b", "c", ints("pads", 1, 1))
        .node("Mul", "c c", "p")
        .node("AveragePool", "p", "a", ints("kernel_shape", 3), ints("strides", 2))
        .node("Flatten", "a", "f")
        .node("Gemm", "f d e", "g")
        .node("Sigmoid", "g", "y");
    assertEquals(6, assertSame(model, 1, 12).layers().size());
  }
}
