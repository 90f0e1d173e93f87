package org.cryptotl.nn.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.training.Loss;
import org.cryptotl.nn.training.SampleFile;
import org.cryptotl.nn.training.Samples;
import org.cryptotl.nn.training.TrainingMonitor;
import org.cryptotl.nn.training.TrainingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base from more samples than the heap holds, in a JVM of its own. */
class StreamedBaseTest {

  private static final int INPUTS = 768;
  private static final int HEAP_MIB = 48;

  /** As many floats as twice the heap would hold. */
  private static final int SAMPLES = 2 * HEAP_MIB * (1 << 20) / Float.BYTES / INPUTS;

  /** Samples that are made up when they are read: entry 0 says the class. */
  private record MadeUp(int size, int inputs) implements Samples {

    @Override
    public void read(int row, float[] into, int offset) {
      SplittableRandom random = new SplittableRandom(row);
      for (int j = 0; j < inputs; j++) {
        into[offset + j] = (float) random.nextDouble(-1, 1);
      }
      into[offset] = target(row) == 1 ? 1 : -1;
    }

    @Override
    public float target(int row) {
      return new SplittableRandom(~row).nextInt(2);
    }
  }

  @Test
  void aBase_isTrainedFromMoreSamplesThanTheHeapHolds(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("samples");
    SampleFile.write(file, new MadeUp(SAMPLES, INPUTS));
    Path log = folder.resolve("log");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                StreamedBaseTest.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertTrue(child.waitFor(5, TimeUnit.MINUTES), "still training");
    } finally {
      child.destroyForcibly();
    }
    String said = Files.readString(log);
    assertEquals(0, child.exitValue(), said);
    assertTrue(said.contains("heap smaller than the file: true, learnt: true"), said);
  }

  /** The child: trains on the file of its argument. */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]);
    SplittableRandom random = new SplittableRandom(1);
    Network lower = Network.of(Shape.of(INPUTS), Dense.random(INPUTS, 4, random));
    BaseOptions options =
        new BaseOptions(
            TrainingOptions.of(Loss.BINARY_CROSS_ENTROPY).withEpochs(1),
            0,
            0,
            0.1,
            Optional.empty());
    try (SampleFile samples = new SampleFile(path)) {
      Base base =
          new BaseTraining(options, Parallel.NONE)
              .train(lower, List.of(samples), TrainingMonitor.NONE);
      double accuracy = base.training().epochs().getFirst().validationAccuracy();
      System.out.printf(
          "heap smaller than the file: %b, learnt: %b%n",
          Runtime.getRuntime().maxMemory() < Files.size(path), accuracy > 0.95);
    }
  }
}
