package org.cryptotl.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.nn.layer.AveragePool2D;
import org.cryptotl.nn.layer.BatchNorm;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Conv2D;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Flatten;
import org.cryptotl.nn.layer.MaxPool1D;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.layer.Range;
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Reshape;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.layer.Window;
import org.cryptotl.nn.privacy.Privacy;
import org.cryptotl.nn.training.TrainingResult.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TrainerTest {

  private static final TrainingOptions BINARY = TrainingOptions.of(Loss.BINARY_CROSS_ENTROPY);

  private final SplittableRandom random = new SplittableRandom(31);

  @Test
  void randomLabels_areLearntByHeart() {
    Samples samples = Problems.noise(48, 12, 3, 1);
    Network network =
        Network.of(
            Shape.of(12),
            Dense.random(12, 96, random),
            new Relu(),
            Dense.random(96, 3, random),
            new Softmax());
    TrainingOptions options =
        TrainingOptions.of(Loss.CATEGORICAL_CROSS_ENTROPY)
            .withOptimizer(new Optimizer.Adam(1e-2))
            .withEpochs(200)
            .withBatchSize(16);
    TrainingResult result =
        new Trainer(options, Parallel.NONE).train(network, samples, TrainingMonitor.NONE);
    assertEquals(Ending.COMPLETED, result.ending());
    assertEquals(200, result.epochs().size());
    assertTrue(result.epochs().getLast().trainingLoss() < 0.01, "loss after 200 epochs");
    for (int i = 0; i < samples.size(); i++) {
      float[] p = result.network().forward(row(samples, i));
      assertTrue(p[(int) samples.target(i)] > 0.9, "sample " + i);
    }
  }

  /** Ridge regression: w = (X^T X / n + l2 I)^-1 X^T y / n, with a bias that is not made small. */
  @Test
  void linearProblem_isSolvedToItsClosedForm() {
    int n = 60;
    float[][] x = new float[n][2];
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      x[i][0] = (float) random.nextDouble(-1, 1);
      x[i][1] = (float) random.nextDouble(-1, 2);
      y[i] = (float) (0.7 * x[i][0] - 1.3 * x[i][1] + 0.4 + random.nextDouble(-0.5, 0.5));
    }
    double l2 = 0.05;
    double[] expected = ridge(x, y, l2);
    for (Optimizer optimizer :
        List.of(new Optimizer.Sgd(0.2, 0.9), new Optimizer.Sgd(0.5, 0), new Optimizer.Adam(0.02))) {
      TrainingOptions options =
          TrainingOptions.of(Loss.SQUARED_ERROR)
              .withOptimizer(optimizer)
              .withEpochs(2000)
              .withBatchSize(n)
              .withL2(l2);
      Network network = Network.of(Shape.of(2), Dense.random(2, 1, random));
      Network trained =
          new Trainer(options, Parallel.NONE)
              .train(network, Samples.of(x, y), TrainingMonitor.NONE)
              .network();
      Dense dense = (Dense) trained.layers().getFirst();
      assertEquals(expected[0], dense.weights().get(0), 1e-4, optimizer.toString());
      assertEquals(expected[1], dense.weights().get(1), 1e-4, optimizer.toString());
      assertEquals(expected[2], dense.bias().get(0), 1e-4, optimizer.toString());
    }
  }

  private static double[] ridge(float[][] x, float[] y, double l2) {
    double[][] a = new double[3][4];
    for (int s = 0; s < x.length; s++) {
      double[] row = {x[s][0], x[s][1], 1};
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          a[i][j] += row[i] * row[j] / x.length;
        }
        a[i][3] += row[i] * y[s] / x.length;
      }
    }
    a[0][0] += l2;
    a[1][1] += l2;
    for (int p = 0; p < 3; p++) {
      for (int i = 0; i < 3; i++) {
        if (i != p) {
          double factor = a[i][p] / a[p][p];
          for (int j = 0; j < 4; j++) {
            a[i][j] -= factor * a[p][j];
          }
        }
      }
    }
    return new double[] {a[0][3] / a[0][0], a[1][3] / a[1][1], a[2][3] / a[2][2]};
  }

  @Test
  void threads_changeNoBitOfTheWeights() {
    Samples samples = Problems.noise(150, 2 * 8 * 9, 2, 2);
    Network network =
        Network.of(
            Shape.of(2 * 8 * 9),
            new Reshape(Shape.of(2, 8, 9)),
            Conv2D.random(2, 5, Window.same(3), Window.same(3), random),
            BatchNorm.identity(5),
            Polynomial.paperCubic(),
            AveragePool2D.valid(2, 2),
            new Flatten(),
            Dense.random(80, 60, random),
            new Relu(),
            new Reshape(Shape.of(1, 60)),
            Conv1D.random(1, 2, Window.same(5), random),
            MaxPool1D.valid(3, 3),
            new Flatten(),
            new Dropout(0.2f),
            Dense.random(40, 1, random),
            new Sigmoid());
    TrainingOptions options =
        BINARY.withEpochs(3).withBatchSize(37).withL2(1e-3).withRangePenalty(0.1).withSeed(5);
    List<Network> trained = onThreads(options, network, samples);
    assertEquals(trained.get(0), trained.get(1));
    assertEquals(trained.get(0), trained.get(2));
    assertNotEquals(trained.get(0), onThreads(options.withSeed(6), network, samples).getFirst());
  }

  @Test
  void threads_changeNoBitOfPrivateTraining() {
    Samples samples = Problems.plane(200, 40, 0, 3);
    Network network =
        Network.of(Shape.of(40), new Dropout(0.3f))
            .then(Presets.paperLower(40, random))
            .then(Presets.paperUpper(38, 30, random));
    List<Network> trained =
        onThreads(
            BINARY.withEpochs(2).withBatchSize(30).withPrivacy(new Privacy(0.5, 1)),
            network,
            samples);
    assertEquals(trained.get(0), trained.get(1));
    assertEquals(trained.get(0), trained.get(2));
  }

  private static List<Network> onThreads(
      TrainingOptions options, Network network, Samples samples) {
    List<Network> trained = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (int threads = 1; threads <= 3; threads++) {
        Parallel parallel = threads == 1 ? Parallel.NONE : Parallel.on(pool, threads);
        trained.add(
            new Trainer(options, parallel, () -> Seed.of(new byte[Seed.BYTES]))
                .train(network, samples, TrainingMonitor.NONE)
                .network());
      }
    }
    return trained;
  }

  @Test
  void earlyStopping_restoresTheBestWeights() {
    Samples training = Problems.noise(60, 10, 2, 4);
    Samples validation = Problems.noise(40, 10, 2, 5);
    Network network = Presets.paperUpper(10, 48, random);
    TrainingOptions options =
        BINARY.withOptimizer(new Optimizer.Adam(1e-2)).withPatience(4).withBatchSize(20);
    TrainingResult result =
        new Trainer(options, Parallel.NONE)
            .train(network, training, validation, TrainingMonitor.NONE);
    assertEquals(Ending.STOPPED_EARLY, result.ending());
    Epoch best =
        result.epochs().stream()
            .min(Comparator.comparingDouble(Epoch::validationLoss))
            .orElseThrow();
    assertEquals(best.number(), result.bestEpoch());
    assertEquals(best.number() + 4, result.epochs().size());
    assertEquals(best.validationLoss(), logLoss(result.network(), validation), 1e-6);
    assertTrue(
        result.epochs().getLast().validationLoss() > best.validationLoss() + 1e-3,
        "the last weights are worse");
    assertEquals(accuracy(result.network(), validation), best.validationAccuracy(), 1e-9);
  }

  @Test
  void classWeights_moveTheBalance() {
    Samples samples = Problems.noise(90, 3, 3, 6);
    int[] rows = IntStream.range(0, 90).filter(i -> i % 3 != 2).toArray();
    int[] unequal = Arrays.stream(rows).filter(i -> i % 3 == 0 || i < 30).toArray();
    Samples few = samples.rows(unequal);
    TrainingOptions options = BINARY.withOptimizer(new Optimizer.Sgd(0.5, 0.9)).withEpochs(300);
    Network network = Presets.logistic(3, random);
    Network plain =
        new Trainer(options, Parallel.NONE).train(network, few, TrainingMonitor.NONE).network();
    Network weighted =
        new Trainer(options.withClassWeights(List.of(1.0, 3.0)), Parallel.NONE)
            .train(network, few, TrainingMonitor.NONE)
            .network();
    assertEquals(List.of(40 / 60.0, 40 / 20.0), options.withBalancedClasses(few, 2).classWeights());
    fails(() -> options.withBalancedClasses(few, 3));
    assertEquals(0.25, mean(plain, few), 1e-3, "30 and 10 samples");
    assertEquals(0.5, mean(weighted, few), 0.08, "30 and 10 times 3 samples");
  }

  @Test
  void rangePenalty_keepsInputsInside_andTheirRangeIsRecorded() {
    Samples samples = Problems.plane(300, 12, 0, 7);
    Polynomial narrow = Polynomial.paperCubic().on(new Range(-1, 1));
    Network network =
        Network.of(
            Shape.of(12),
            Dense.random(12, 16, random),
            narrow,
            Dense.random(16, 1, random),
            new Sigmoid());
    TrainingOptions options = BINARY.withOptimizer(new Optimizer.Adam(1e-2)).withEpochs(60);
    TrainingResult free =
        new Trainer(options, Parallel.NONE).train(network, samples, TrainingMonitor.NONE);
    TrainingResult kept =
        new Trainer(options.withRangePenalty(20), Parallel.NONE)
            .train(network, samples, TrainingMonitor.NONE);
    ActivationRange wide = free.activationRanges().getFirst();
    ActivationRange range = kept.activationRanges().getFirst();
    assertTrue(wide.outside() > 0.2, "without the penalty: " + wide);
    assertTrue(range.outside() < 0.02, "with the penalty: " + range);
    assertTrue(range.largest() < 1.3 && range.least() > -1.3, "with the penalty: " + range);
    assertEquals(1, range.layer());
    assertEquals(new Range(-1, 1), range.meant());
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    int outside = 0;
    for (int i = 0; i < samples.size(); i++) {
      for (float v : kept.network().first(1).forward(row(samples, i))) {
        least = Math.min(least, v);
        largest = Math.max(largest, v);
        outside += Math.abs(v) > 1 ? 1 : 0;
      }
    }
    assertEquals(least, range.least());
    assertEquals(largest, range.largest());
    assertEquals(outside / (16.0 * samples.size()), range.outside(), 1e-12);
    assertTrue(accuracy(kept.network(), samples) > 0.95, "the penalty leaves the task learnable");
  }

  @Test
  void cancellation_stopsBeforeTheNextBatch() {
    AtomicInteger reads = new AtomicInteger();
    Samples samples = counting(Problems.plane(1000, 5, 0, 8), reads);
    AtomicInteger asked = new AtomicInteger();
    TrainingMonitor monitor =
        new TrainingMonitor() {
          @Override
          public boolean isCancelled() {
            return asked.incrementAndGet() > 3;
          }
        };
    TrainingResult result =
        new Trainer(BINARY.withBatchSize(50), Parallel.NONE)
            .train(Presets.logistic(5, random), samples, monitor);
    assertEquals(Ending.CANCELLED, result.ending());
    assertEquals(150, reads.get());
    assertTrue(result.epochs().isEmpty());
    assertEquals(0, result.bestEpoch());
  }

  @Test
  void monitor_hearsOfEveryEpoch() {
    List<Epoch> heard = new ArrayList<>();
    TrainingMonitor monitor =
        new TrainingMonitor() {
          @Override
          public void epochEnded(Epoch epoch) {
            heard.add(epoch);
          }
        };
    Split split = Split.of(Problems.plane(300, 8, 0.05, 9), 0.2, 1);
    TrainingResult result =
        new Trainer(BINARY.withEpochs(8).withOptimizer(new Optimizer.Adam(0.02)), Parallel.NONE)
            .train(Presets.logistic(8, random), split.training(), split.heldOut(), monitor);
    assertEquals(result.epochs(), heard);
    assertEquals(8, heard.size());
    assertTrue(heard.getLast().trainingLoss() < heard.getFirst().trainingLoss());
    assertTrue(heard.getLast().elapsedMillis() >= heard.getFirst().elapsedMillis());
    assertTrue(heard.getLast().validationAccuracy() > 0.8);
  }

  @Test
  void crossValidation_judgesEveryFold() {
    List<TrainingResult> results =
        new Trainer(BINARY.withEpochs(40).withOptimizer(new Optimizer.Adam(0.05)), Parallel.NONE)
            .crossValidate(
                Presets.logistic(6, random),
                Problems.plane(200, 6, 0, 10),
                5,
                TrainingMonitor.NONE);
    assertEquals(5, results.size());
    for (TrainingResult result : results) {
      double accuracy = result.epochs().get(result.bestEpoch() - 1).validationAccuracy();
      assertTrue(accuracy > 0.85, "accuracy " + accuracy);
    }
  }

  @Test
  void tooLargeSteps_areADivergence() {
    DivergenceException e =
        assertThrows(
            DivergenceException.class,
            () ->
                new Trainer(
                        TrainingOptions.of(Loss.SQUARED_ERROR)
                            .withOptimizer(new Optimizer.Sgd(1e6, 0)),
                        Parallel.NONE)
                    .train(
                        Network.of(Shape.of(5), Dense.random(5, 1, random)),
                        Problems.plane(100, 5, 0, 11),
                        TrainingMonitor.NONE));
    assertTrue(e.getMessage().contains("learning rate"), e.getMessage());
  }

  @Test
  void whatDoesNotGoTogether_isRefused() {
    Samples samples = Problems.plane(20, 5, 0, 12);
    Network logistic = Presets.logistic(5, random);
    Trainer trainer = new Trainer(BINARY, Parallel.NONE);
    fails(() -> trainer.train(Presets.logistic(6, random), samples, TrainingMonitor.NONE));
    fails(() ->
        trainer.train(
            Network.of(Shape.of(5), Dense.random(5, 1, random)), samples, TrainingMonitor.NONE));
    fails(() ->
        trainer.train(
            Network.of(Shape.of(1), new Sigmoid()),
            Problems.plane(20, 1, 0, 1),
            TrainingMonitor.NONE));
    fails(() -> trainer.train(logistic, Problems.noise(20, 5, 3, 1), TrainingMonitor.NONE));
    fails(() ->
        new Trainer(BINARY.withClassWeights(List.of(1.0, 1.0, 1.0)), Parallel.NONE)
            .train(logistic, samples, TrainingMonitor.NONE));
    TrainingOptions secret = BINARY.withBatchSize(5).withPrivacy(new Privacy(1, 1));
    String norm =
        fails(() ->
            new Trainer(secret, Parallel.NONE)
                .train(
                    Network.of(Shape.of(5), BatchNorm.identity(5)).then(logistic),
                    samples,
                    TrainingMonitor.NONE));
    assertTrue(norm.contains("BatchNorm"), norm);
    fails(() ->
        new Trainer(secret.withBatchSize(21), Parallel.NONE)
            .train(logistic, samples, TrainingMonitor.NONE));
    fails(() -> BINARY.withEpochs(0));
    fails(() -> BINARY.withL2(-1));
    fails(() -> BINARY.withRangePenalty(Double.NaN));
    fails(() -> BINARY.withClassWeights(List.of(0.0, 1.0)));
    fails(() -> new Optimizer.Adam(0));
    fails(() -> new Optimizer.Sgd(0.1, 1));
    fails(() -> new Privacy(0, 1));
    fails(() -> new Privacy(1, Double.NaN));
  }

  private static String fails(Executable body) {
    return assertThrows(IllegalArgumentException.class, body).getMessage();
  }

  private static Samples counting(Samples samples, AtomicInteger reads) {
    return new Samples() {
      @Override
      public int size() {
        return samples.size();
      }

      @Override
      public int inputs() {
        return samples.inputs();
      }

      @Override
      public void read(int row, float[] into, int offset) {
        reads.incrementAndGet();
        samples.read(row, into, offset);
      }

      @Override
      public float target(int row) {
        return samples.target(row);
      }
    };
  }

  private static float[] row(Samples samples, int i) {
    float[] x = new float[samples.inputs()];
    samples.read(i, x, 0);
    return x;
  }

  private static double mean(Network network, Samples samples) {
    double sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      sum += network.forward(row(samples, i))[0];
    }
    return sum / samples.size();
  }

  private static double logLoss(Network network, Samples samples) {
    double sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      double p = network.forward(row(samples, i))[0];
      sum -= Math.log(samples.target(i) == 1 ? p : 1 - p);
    }
    return sum / samples.size();
  }

  private static double accuracy(Network network, Samples samples) {
    double right = 0;
    for (int i = 0; i < samples.size(); i++) {
      right += (network.forward(row(samples, i))[0] > 0.5) == (samples.target(i) == 1) ? 1 : 0;
    }
    return right / samples.size();
  }
}
