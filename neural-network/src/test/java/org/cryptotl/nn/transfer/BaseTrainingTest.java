package org.cryptotl.nn.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.privacy.Privacy;
import org.cryptotl.nn.privacy.PrivacySpent;
import org.cryptotl.nn.scaling.Scaler;
import org.cryptotl.nn.training.Samples;
import org.cryptotl.nn.training.TrainingMonitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class BaseTrainingTest {

  private static final int INPUTS = 24;

  /** Samples that lie around {@code middle}; the label says on which side of a plane. */
  private static float[][] points(int count, double middle, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] x = new float[count][INPUTS];
    for (float[] row : x) {
      for (int j = 0; j < INPUTS; j++) {
        row[j] = (float) (middle + 0.05 * random.nextGaussian());
      }
    }
    return x;
  }

  private static int[] labels(float[][] x, double middle) {
    int[] labels = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      labels[i] = x[i][0] + x[i][5] + x[i][9] > 3 * middle ? 1 : 0;
    }
    return labels;
  }

  private static Samples source(double middle, long seed) {
    float[][] x = points(600, middle, seed);
    return Samples.of(x, labels(x, middle));
  }

  private static Base train(List<Samples> sources) {
    return new BaseTraining(BaseOptions.standard(), Parallel.NONE)
        .train(lower(), sources, TrainingMonitor.NONE);
  }

  private static Network lower() {
    return Presets.paperLower(INPUTS, new SplittableRandom(1));
  }

  @Test
  void features_haveMeanZeroAndDeviationOneOverAllSources() {
    Samples first = source(0, 1);
    Samples second = source(0.02, 2);
    Base base = train(List.of(first, second));
    assertEquals(INPUTS - 2, base.network().output().size());
    assertEquals(lower().layers().size(), base.network().layers().size());
    double[] sums = new double[INPUTS - 2];
    double[] squares = new double[INPUTS - 2];
    for (Samples source : List.of(first, second)) {
      for (int i = 0; i < source.size(); i++) {
        float[] f = base.network().forward(base.scaler().apply(Sources.row(source, i)));
        for (int j = 0; j < f.length; j++) {
          sums[j] += f[j];
          squares[j] += f[j] * f[j];
        }
      }
    }
    for (int j = 0; j < sums.length; j++) {
      assertEquals(0, sums[j] / 1200, 1e-3);
      assertEquals(1, squares[j] / 1200, 1e-2);
    }
  }

  /** A base of many labels makes few enough: the head's own task has another threshold. */
  @Test
  void features_needFewerLabelsThanInputs() {
    Base base = train(List.of(source(0, 3), source(0, 4)));
    float[][] few = points(16, 0.01, 5);
    float[][] many = points(1000, 0.01, 6);
    HeadResult result =
        new HeadTraining(HeadOptions.standard(), Parallel.NONE)
            .train(base.vectors(few, Parallel.NONE), labels(few, 0.01), 2, HeadMonitor.NONE);
    double features = accuracy(result.heads().get(HeadInput.FEATURES), base, many);
    double embedding = accuracy(result.heads().get(HeadInput.EMBEDDING), base, many);
    assertTrue(features > embedding + 0.05, features + " and " + embedding);
    assertTrue(features > 0.8, "accuracy " + features);
  }

  private static double accuracy(Head head, Base base, float[][] x) {
    double[][] p = head.probabilities(base.vectors(x, Parallel.NONE), Parallel.NONE);
    int[] labels = labels(x, 0.01);
    int right = 0;
    for (int i = 0; i < p.length; i++) {
      right += (p[i][1] > 0.5 ? 1 : 0) == labels[i] ? 1 : 0;
    }
    return (double) right / p.length;
  }

  @Test
  void sameSeed_sameBase() {
    List<Samples> sources = List.of(source(0, 7));
    assertEquals(train(sources).network(), train(sources).network());
  }

  @Test
  void privacyWithoutAScaler_isRefused() {
    BaseOptions standard = BaseOptions.standard();
    assertThrows(
        IllegalArgumentException.class,
        () -> standard.withTraining(standard.training().withPrivacy(new Privacy(1, 1))));
  }

  @Test
  void underPrivacy_nothingButTheWeightsIsFitted() {
    float[] ones = new float[INPUTS];
    Arrays.fill(ones, 20);
    Scaler given = new Scaler(Scaler.Kind.STANDARD, new float[INPUTS], ones);
    BaseOptions standard = BaseOptions.standard().withScaler(given);
    BaseOptions options =
        standard.withTraining(standard.training().withEpsilon(3, 1e-4, 1).withEpochs(2));
    Base base =
        new BaseTraining(options, Parallel.NONE)
            .train(lower(), List.of(source(0, 8)), TrainingMonitor.NONE);
    assertEquals(given, base.scaler());
    assertEquals(base.training().network().layers().subList(1, 10), base.network().layers());
    PrivacySpent spent = base.training().privacySpent().orElseThrow();
    assertEquals(64.0 / 540, spent.samplingRate(), "of the samples that are not held out");
    assertEquals(3, spent.epsilon(1e-4), 1e-3);
    assertTrue(spent.epsilon(1e-4) <= 3, spent.toString());
  }

  @Test
  void networkThatEndsInNoDense_isRefused() {
    Network network =
        Network.of(Shape.of(INPUTS), Dense.random(INPUTS, 4, new SplittableRandom(1)), new Relu());
    BaseTraining training = new BaseTraining(BaseOptions.standard(), Parallel.NONE);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> training.train(network, List.of(source(0, 9)), TrainingMonitor.NONE));
    assertTrue(e.getMessage().contains("Relu"), e.getMessage());
  }

  @Test
  void sourcesOfDifferentLength_areRefused() {
    Samples other = Samples.of(new float[4][INPUTS + 1], new int[] {0, 1, 0, 1});
    assertThrows(IllegalArgumentException.class, () -> train(List.of(source(0, 10), other)));
  }

  @Test
  void cancelled_throws() {
    TrainingMonitor impatient =
        new TrainingMonitor() {
          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    BaseTraining training = new BaseTraining(BaseOptions.standard(), Parallel.NONE);
    assertThrows(
        CancellationException.class,
        () -> training.train(lower(), List.of(source(0, 11)), impatient));
  }
}
