package org.cryptotl.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Tanh;
import org.cryptotl.nn.layer.Weights;
import org.cryptotl.nn.privacy.EpsilonGoal;
import org.cryptotl.nn.privacy.Privacy;
import org.cryptotl.nn.privacy.PrivacySpent;
import org.cryptotl.nn.privacy.SampleStreams;
import org.cryptotl.nn.privacy.SecureNoise;
import org.cryptotl.nn.testing.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrivateTrainingTest {

  private static final int COUNT = 21;

  private static final TrainingOptions WITHIN_TWO =
      TrainingOptions.of(Loss.BINARY_CROSS_ENTROPY).withEpsilon(2, 1e-4, 1);

  static List<Networks.Case> casesWithoutBatchStatistics() {
    return Networks.cases().stream().filter(c -> !c.name().startsWith("batch norm")).toList();
  }

  @ParameterizedTest
  @MethodSource("casesWithoutBatchStatistics")
  void norms_areThoseOfTheGradientsOneByOne(Networks.Case tested) {
    SplittableRandom random = new SplittableRandom(41);
    Network network =
        Networks.around(tested, 1, random).then(Network.of(Shape.of(1), new Sigmoid()));
    Samples samples = Problems.plane(COUNT, 6, 0, 42);
    int[] rows = IntStream.range(0, COUNT).toArray();
    Backpropagation work = work(network);
    Pass pass = backward(work, samples, rows, 0, COUNT);
    double[] norms = work.squaredNorms(pass);
    double[][] each = new double[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      each[i] = gradient(network, samples, i);
      double expected = Math.sqrt(Arrays.stream(each[i]).map(g -> g * g).sum());
      assertEquals(expected, Math.sqrt(norms[i]), 1e-5 * expected, "sample " + i);
    }
    double[] sorted = Arrays.stream(norms).map(Math::sqrt).sorted().toArray();
    Privacy privacy = new Privacy(sorted[COUNT / 2], 1);
    float[] factors = new float[COUNT];
    double[] expected = new double[each[0].length];
    for (int i = 0; i < COUNT; i++) {
      factors[i] = privacy.clippingFactor(Math.sqrt(norms[i]));
      double norm = Math.sqrt(Arrays.stream(each[i]).map(g -> g * g).sum());
      double factor = Math.min(1, privacy.clippingNorm() / norm);
      for (int j = 0; j < expected.length; j++) {
        expected[j] += factor * each[i][j];
      }
    }
    work.scale(pass, factors);
    work.addWeightGradients(pass);
    for (int j = 0; j < expected.length; j++) {
      assertEquals(expected[j], work.weightGradients()[j], 1e-4 * sorted[COUNT - 1], "weight " + j);
    }
  }

  private static Backpropagation work(Network network) {
    return new Backpropagation(network, Loss.BINARY_CROSS_ENTROPY, COUNT, 0.3, Parallel.NONE);
  }

  private static Pass backward(
      Backpropagation work, Samples samples, int[] rows, int from, int count) {
    Pass pass = work.forward(samples, rows, from, count, true, 1);
    work.evaluate(pass, new float[0]);
    work.backward(pass);
    return pass;
  }

  /** The gradient of one sample, by a batch of one. */
  private static double[] gradient(Network network, Samples samples, int row) {
    Backpropagation work = work(network);
    Pass pass = backward(work, samples, new int[] {row}, 0, 1);
    work.addWeightGradients(pass);
    double[] gradient = new double[work.weightGradients().length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = work.weightGradients()[i];
    }
    return gradient;
  }

  /** What noise of deviation sigma C hides is one sample's part of the sum, which is at most C. */
  @Test
  void oneSampleMore_movesTheClippedSumByAtMostTheNorm_withDropout() {
    Network network =
        Network.of(
            Shape.of(20),
            new Dropout(0.3f),
            Dense.random(20, 10, new SplittableRandom(51)),
            new Tanh(),
            new Dropout(0.5f),
            Dense.random(10, 1, new SplittableRandom(52)),
            new Sigmoid());
    Samples samples = Problems.plane(COUNT, 20, 0, 53);
    SecureNoise noise = new SecureNoise(Seed.of(new byte[Seed.BYTES]));
    Privacy privacy = new Privacy(0.01, 1);
    int[] all = IntStream.range(0, COUNT).toArray();
    for (int step = 0; step < 20; step++) {
      SampleStreams streams = noise.samples(step);
      float[] without =
          clippedSum(network, samples, Arrays.copyOfRange(all, 1, COUNT), streams, privacy);
      float[] with = clippedSum(network, samples, all, streams, privacy);
      double square = 0;
      for (int i = 0; i < with.length; i++) {
        square += Math.pow((double) with[i] - without[i], 2);
      }
      assertEquals(privacy.clippingNorm(), Math.sqrt(square), 1e-5 * privacy.clippingNorm());
    }
  }

  private static float[] clippedSum(
      Network network, Samples samples, int[] rows, SampleStreams streams, Privacy privacy) {
    Backpropagation work = work(network);
    Pass pass = work.forward(samples, rows, 0, rows.length, true, Masks.byRow(streams, rows, 0));
    work.evaluate(pass, new float[0]);
    work.backward(pass);
    double[] norms = work.squaredNorms(pass);
    float[] factors = new float[rows.length];
    for (int i = 0; i < factors.length; i++) {
      assertTrue(norms[i] > privacy.clippingNorm() * privacy.clippingNorm(), "it is clipped");
      factors[i] = privacy.clippingFactor(Math.sqrt(norms[i]));
    }
    work.scale(pass, factors);
    work.addWeightGradients(pass);
    return work.weightGradients();
  }

  /** The options' seed is no secret: nothing of private training may come from it. */
  @Test
  void optionsSeed_doesNotTouchPrivateTraining() {
    TrainingOptions options =
        TrainingOptions.of(Loss.BINARY_CROSS_ENTROPY)
            .withEpochs(2)
            .withBatchSize(20)
            .withPrivacy(new Privacy(1, 1));
    Samples samples = Problems.plane(60, 5, 0, 2);
    Network network =
        Network.of(Shape.of(5), new Dropout(0.5f))
            .then(Presets.logistic(5, new SplittableRandom(3)));
    assertEquals(
        replayed(options.withSeed(1), (byte) 0, network, samples),
        replayed(options.withSeed(2), (byte) 0, network, samples));
    assertNotEquals(
        replayed(options, (byte) 0, network, samples),
        replayed(options, (byte) 1, network, samples));
  }

  private static Network replayed(
      TrainingOptions options, byte secret, Network network, Samples samples) {
    byte[] bytes = new byte[Seed.BYTES];
    bytes[0] = secret;
    return new Trainer(options, Parallel.NONE, () -> Seed.of(bytes))
        .train(network, samples, TrainingMonitor.NONE)
        .network();
  }

  /**
   * With a clipping norm near 0 gradients vanish beside the noise: a step of SGD is the noise
   * itself, of deviation learningRate sigma C / batch, where the batch is the expected one,
   * whatever was drawn.
   */
  @Test
  void everyStep_addsNoiseOfTheStatedDeviation() {
    Network network = Network.of(Shape.of(64), zeros(64, 999), zeros(999, 1), new Sigmoid());
    double clipping = 1e-3;
    double multiplier = 50;
    int batch = 10;
    TrainingOptions options =
        TrainingOptions.of(Loss.BINARY_CROSS_ENTROPY)
            .withOptimizer(new Optimizer.Sgd(0.5, 0))
            .withEpochs(1)
            .withBatchSize(batch)
            .withPrivacy(new Privacy(clipping, multiplier));
    TrainingResult result =
        new Trainer(options, Parallel.NONE, () -> Seed.of(new byte[Seed.BYTES]))
            .train(network, Problems.plane(2 * batch, 64, 0, 1), TrainingMonitor.NONE);
    float[] weights = ((Dense) result.network().layers().getFirst()).weights().toArray();
    double expected = Math.sqrt(2) * 0.5 * multiplier * clipping / batch;
    double mean = 0;
    double square = 0;
    double fourth = 0;
    for (float w : weights) {
      double z = w / expected;
      mean += z / weights.length;
      square += z * z / weights.length;
      fourth += z * z * z * z / weights.length;
    }
    // 63,936 values: five deviations of each of these means.
    assertEquals(0, mean, 0.02);
    assertEquals(1, square, 0.03);
    assertEquals(3, fourth, 0.2);
    assertEquals(2, result.privacySpent().orElseThrow().steps());
    assertEquals(0.5, result.privacySpent().orElseThrow().samplingRate());
    assertEquals(multiplier, result.privacySpent().orElseThrow().noiseMultiplier());
  }

  private static Dense zeros(int inputs, int outputs) {
    return new Dense(inputs, outputs, Weights.of(new float[inputs * outputs]), Weights.NONE);
  }

  @Test
  void noise_isFreshInEachTraining() {
    TrainingOptions options =
        TrainingOptions.of(Loss.BINARY_CROSS_ENTROPY)
            .withEpochs(1)
            .withBatchSize(20)
            .withPrivacy(new Privacy(1, 1));
    Samples samples = Problems.plane(60, 5, 0, 2);
    Network network = Presets.logistic(5, new SplittableRandom(3));
    Trainer trainer = new Trainer(options, Parallel.NONE);
    assertNotEquals(
        trainer.train(network, samples, TrainingMonitor.NONE).network(),
        trainer.train(network, samples, TrainingMonitor.NONE).network());
  }

  @Test
  void privateTraining_learnsAnEasyTask_andCountsItsSteps() {
    Samples samples = Problems.plane(4000, 5, 0, 4);
    TrainingOptions options =
        TrainingOptions.of(Loss.BINARY_CROSS_ENTROPY)
            .withOptimizer(new Optimizer.Adam(0.02))
            .withEpochs(10)
            .withBatchSize(150)
            .withPrivacy(new Privacy(1, 1));
    TrainingResult result =
        new Trainer(options, Parallel.NONE, () -> Seed.of(new byte[Seed.BYTES]))
            .train(Presets.logistic(5, new SplittableRandom(3)), samples, TrainingMonitor.NONE);
    int right = 0;
    float[] x = new float[5];
    for (int i = 0; i < samples.size(); i++) {
      samples.read(i, x, 0);
      right += (result.network().forward(x)[0] > 0.5) == (samples.target(i) == 1) ? 1 : 0;
    }
    assertTrue(right > 3600, right + " of 4000");
    assertEquals(10 * 27, result.privacySpent().orElseThrow().steps());
    assertEquals(150.0 / 4000, result.privacySpent().orElseThrow().samplingRate());
    assertEquals(List.of(), result.activationRanges());
  }

  @Test
  void targetEpsilon_isWhatTrainingSpends() {
    TrainingOptions options = WITHIN_TWO.withEpochs(4).withBatchSize(60);
    PrivacySpent spent = spent(options, Problems.plane(500, 5, 0, 6));
    assertEquals(2, spent.epsilon(1e-4), 1e-3);
    assertEquals(4 * 9, spent.steps());
  }

  /** The noise is found for what is trained, in whatever order the options were given. */
  @Test
  void targetEpsilon_isKeptWithOtherEpochsBatchesAndSamples() {
    Samples samples = Problems.plane(500, 5, 0, 6);
    PrivacySpent few = spent(WITHIN_TWO.withEpochs(4).withBatchSize(60), samples);
    for (TrainingOptions options :
        List.of(
            WITHIN_TWO.withEpochs(40).withBatchSize(60),
            WITHIN_TWO.withEpochs(4).withBatchSize(200))) {
      PrivacySpent spent = spent(options, samples);
      assertEquals(2, spent.epsilon(1e-4), 1e-3);
      assertTrue(spent.epsilon(1e-4) <= 2, spent + " in " + options);
      assertTrue(spent.noiseMultiplier() > few.noiseMultiplier(), spent + " after " + few);
    }
    TrainingOptions options = WITHIN_TWO.withEpochs(4).withBatchSize(60);
    PrivacySpent part = spent(options, Split.of(samples, 0.2, 1).training());
    assertEquals(60.0 / 400, part.samplingRate());
    assertEquals(2, part.epsilon(1e-4), 1e-3);
    assertTrue(part.epsilon(1e-4) <= 2, part.toString());
  }

  @Test
  void targetEpsilon_isKeptByEachFold() {
    List<TrainingResult> folds =
        new Trainer(WITHIN_TWO.withEpochs(3).withBatchSize(30), Parallel.NONE)
            .crossValidate(
                Presets.logistic(5, new SplittableRandom(7)),
                Problems.plane(150, 5, 0, 6),
                3,
                TrainingMonitor.NONE);
    for (TrainingResult fold : folds) {
      PrivacySpent spent = fold.privacySpent().orElseThrow();
      assertEquals(30.0 / 100, spent.samplingRate());
      assertTrue(spent.epsilon(1e-4) <= 2, spent.toString());
    }
  }

  @Test
  void targetsThatCannotBe_areRefused() {
    for (double[] goal : new double[][] {{0, 1e-4, 1}, {2, 0, 1}, {2, 1, 1}, {2, 1e-4, 0}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new EpsilonGoal(goal[0], goal[1], goal[2]),
          Arrays.toString(goal));
    }
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                spent(
                    WITHIN_TWO.withEpsilon(1e-9, 1e-300, 1).withBatchSize(20),
                    Problems.plane(20, 5, 0, 6)));
    assertTrue(e.getMessage().contains("take a greater epsilon"), e.getMessage());
  }

  private static PrivacySpent spent(TrainingOptions options, Samples samples) {
    return new Trainer(options, Parallel.NONE)
        .train(Presets.logistic(5, new SplittableRandom(7)), samples, TrainingMonitor.NONE)
        .privacySpent()
        .orElseThrow();
  }
}
