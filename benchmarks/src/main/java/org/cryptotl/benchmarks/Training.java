package org.cryptotl.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cryptotl.he.kernel.Kernels;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.privacy.Privacy;
import org.cryptotl.nn.training.Epoch;
import org.cryptotl.nn.training.Loss;
import org.cryptotl.nn.training.Samples;
import org.cryptotl.nn.training.Trainer;
import org.cryptotl.nn.training.TrainingMonitor;
import org.cryptotl.nn.training.TrainingOptions;

/**
 * Milliseconds an epoch of training on 10,000 samples of 768 numbers in batches of 64, with Adam:
 * the CryptoTL paper's lower network with a logistic output, its upper network, and the former with
 * differential privacy. The argument is the number of threads (2 if there is none).
 *
 * <p>Prints, for each, the fastest and the median epoch, and the CPU time of an epoch over all
 * threads; then how much live heap training adds to the samples, by size of the batch. Samples are
 * random: neither time nor memory depends on what they say.
 */
public final class Training {

  private static final int SAMPLES = 10_000;
  private static final int INPUTS = 768;
  private static final int EPOCHS = 12;
  private static final int WARMUP = 3;
  private static final int[] BATCHES = {64, 128, 256, 512, 1024, 2048};

  private Training() {}

  /** Runs all of it. */
  public static void main(String[] arguments) {
    int threads = arguments.length == 0 ? 2 : Integer.parseInt(arguments[0]);
    System.out.printf(
        "kernel: %s; %d threads; %d samples of %d, batches of 64%n",
        Kernels.description(), threads, SAMPLES, INPUTS);
    SplittableRandom random = new SplittableRandom(1);
    TrainingOptions options = TrainingOptions.of(Loss.BINARY_CROSS_ENTROPY).withEpochs(EPOCHS);
    Network lower =
        Presets.paperLower(INPUTS, random)
            .then(
                Network.of(
                    Shape.of(INPUTS - 2), Dense.random(INPUTS - 2, 1, random), new Sigmoid()));
    Samples samples = samples(INPUTS, random);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      Parallel parallel = Parallel.on(pool, threads);
      measure("lower network", lower, samples, options, parallel);
      Samples features = samples(INPUTS - 2, random);
      Network upper = Presets.paperUpper(INPUTS - 2, INPUTS - 2, random);
      measure("upper network", upper, features, options, parallel);
      TrainingOptions privately = options.withPrivacy(new Privacy(1, 1));
      measure("lower network, private", lower, samples, privately, parallel);
      for (int batch : BATCHES) {
        System.out.printf(
            "lower network, batches of %d: %.1f MB, private %.1f MB%n",
            batch,
            memory(lower, samples, options.withBatchSize(batch), parallel) / 1e6,
            memory(lower, samples, privately.withBatchSize(batch), parallel) / 1e6);
      }
    }
  }

  private static Samples samples(int inputs, SplittableRandom random) {
    float[][] x = new float[SAMPLES][inputs];
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      for (int j = 0; j < inputs; j++) {
        x[i][j] = (float) random.nextDouble(-1, 1);
      }
      labels[i] = random.nextInt(2);
    }
    return Samples.of(x, labels);
  }

  private static void measure(
      String name, Network network, Samples samples, TrainingOptions options, Parallel parallel) {
    long[] millis = new long[EPOCHS];
    long[] cpu = new long[EPOCHS + 1];
    cpu[0] = cpuMillis();
    TrainingMonitor monitor =
        new TrainingMonitor() {
          @Override
          public void epochEnded(Epoch epoch) {
            millis[epoch.number() - 1] = epoch.elapsedMillis();
            cpu[epoch.number()] = cpuMillis();
          }
        };
    new Trainer(options, parallel).train(network, samples, monitor);
    long[] each = new long[EPOCHS - WARMUP];
    for (int i = 0; i < each.length; i++) {
      each[i] = millis[i + WARMUP] - millis[i + WARMUP - 1];
    }
    Arrays.sort(each);
    System.out.printf(
        "%-24s %5d ms an epoch (median %d), %d ms of CPU%n",
        name, each[0], each[each.length / 2], (cpu[EPOCHS] - cpu[WARMUP]) / (EPOCHS - WARMUP));
  }

  /** Bytes of live heap that an epoch adds. */
  private static long memory(
      Network network, Samples samples, TrainingOptions options, Parallel parallel) {
    long before = liveBytes();
    long[] during = new long[1];
    TrainingMonitor monitor =
        new TrainingMonitor() {
          @Override
          public void epochEnded(Epoch epoch) {
            during[0] = liveBytes();
          }
        };
    new Trainer(options.withEpochs(1), parallel).train(network, samples, monitor);
    return during[0] - before;
  }

  private static long liveBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long cpuMillis() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1_000_000;
  }
}
