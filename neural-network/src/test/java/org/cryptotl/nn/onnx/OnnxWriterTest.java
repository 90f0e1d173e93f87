package org.cryptotl.nn.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.layer.Range;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.testing.RandomNetworks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class OnnxWriterTest {

  private static final int SAMPLES = 3;

  private static byte[] write(Network network) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      OnnxWriter.write(network, out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  /** ONNX Runtime and the reader both compute what the network does. */
  private static void assertSame(Network network, Random random, String where) {
    byte[] file = write(network);
    int size = network.input().size();
    float[] x = new float[SAMPLES * size];
    for (int i = 0; i < SAMPLES; i++) {
      System.arraycopy(RandomNetworks.input(network, random), 0, x, i * size, size);
    }
    float[] expected = network.forward(SAMPLES, x, Parallel.NONE);
    int[] sample = network.input().dimensions().stream().mapToInt(d -> d).toArray();
    float[] runtime = OnnxModels.run(file, SAMPLES, x, sample);
    Network read = OnnxReader.read(file, OnnxLimits.DEFAULT);
    float[] again = read.forward(SAMPLES, x, Parallel.NONE);
    assertEquals(expected.length, runtime.length, where);
    assertEquals(network.output(), read.output(), where);
    float largest = 1;
    for (float[] values : network.trace(RandomNetworks.input(network, random))) {
      for (float v : values) {
        largest = Math.max(largest, Math.abs(v));
      }
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], runtime[i], 1e-4f * largest, where + ", ONNX Runtime");
      assertEquals(expected[i], again[i], 1e-4f * largest, where + ", reader");
    }
  }

  @Test
  void anyNetwork_computesTheSameInOnnxRuntime() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Network network = RandomNetworks.any(random);
      assertSame(network, random, "seed %d, network %d".formatted(seed, i));
    }
  }

  @Test
  void presets_computeTheSameInOnnxRuntime() {
    Random random = new Random(3);
    assertSame(Presets.paperLower(60, random), random, "lower");
    assertSame(Presets.paperUpper(58, 30, random), random, "upper");
    assertSame(Presets.logistic(58, random), random, "logistic");
    assertSame(Presets.image(Shape.of(2, 9, 8), 3, 5, random), random, "image");
  }

  @Test
  void polynomialsOfEveryDegree_areReadBack() {
    for (List<Double> coefficients :
        List.of(
            List.of(0.5),
            List.of(0.5, 2.0),
            List.of(1.0, 0.0, 2.0),
            List.of(0.0, 1.0, 0.0, -1.0))) {
      Network network = Network.of(Shape.of(3), new Polynomial(coefficients, Range.ALL));
      assertEquals(network, OnnxReader.read(write(network), OnnxLimits.DEFAULT));
      assertSame(network, new Random(1), coefficients.toString());
    }
  }
}
