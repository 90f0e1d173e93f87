package org.cryptotl.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.testing.Networks;
import org.cryptotl.nn.testing.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardTest {

  @ParameterizedTest
  @MethodSource("org.cryptotl.nn.testing.Networks#cases")
  void everyLayer_isItsDefinition(Networks.Case tested) {
    SplittableRandom random = new SplittableRandom(11);
    Network network = new Network(tested.input(), List.of(tested.layer()));
    int count = 70;
    int size = tested.input().size();
    float[] x = new float[count * size];
    double[][] rows = new double[count][size];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-2, 2);
      rows[i / size][i % size] = x[i];
    }
    float[] before = x.clone();
    float[] y = network.forward(count, x, Parallel.NONE);
    double[] expected =
        Arrays.stream(Reference.forward(network, rows, false))
            .flatMapToDouble(Arrays::stream)
            .toArray();
    assertEquals(expected.length, y.length);
    for (int i = 0; i < y.length; i++) {
      assertEquals(expected[i], y[i], 2e-5, "entry " + i);
    }
    assertArrayEquals(before, x, "inputs are not changed");
    for (int i = 0; i < count; i += 23) {
      int outputs = y.length / count;
      assertArrayEquals(
          Arrays.copyOfRange(y, i * outputs, (i + 1) * outputs),
          network.forward(Arrays.copyOfRange(x, i * size, (i + 1) * size)),
          "a sample does not depend on the others");
    }
  }

  @Test
  void threads_changeNoBit() {
    SplittableRandom random = new SplittableRandom(12);
    Network network = Presets.paperLower(100, random).then(Presets.paperUpper(98, 50, random));
    float[] x = new float[100 * 33];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    float[] alone = network.forward(33, x, Parallel.NONE);
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      for (int threads = 2; threads <= 4; threads++) {
        assertArrayEquals(alone, network.forward(33, x, Parallel.on(pool, threads)));
      }
    }
  }

  @Test
  void trace_givesWhatIsBetweenTheLayers() {
    SplittableRandom random = new SplittableRandom(13);
    Network network = Presets.paperLower(20, random);
    float[] x = new float[20];
    x[3] = 1;
    List<float[]> trace = network.trace(x);
    assertEquals(network.layers().size() + 1, trace.size());
    for (int i = 0; i <= network.layers().size(); i++) {
      float[] expected = i == 0 ? x : network.first(i).forward(x);
      assertArrayEquals(expected, trace.get(i), "after layer " + i);
    }
  }
}
