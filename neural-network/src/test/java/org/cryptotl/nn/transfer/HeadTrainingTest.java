package org.cryptotl.nn.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntBiFunction;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.training.Epoch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("once")
class HeadTrainingTest {

  private static final int WIDTH = 20;
  private static final HeadOptions OPTIONS = HeadOptions.standard();

  /** Made-up samples of a task, whose label is told by their embedding and features. */
  private static final class Problem {
    private final float[][] embeddings;
    private final float[][] features;
    private final int[] labels;

    Problem(int size, long seed, ToIntBiFunction<float[], float[]> label) {
      SplittableRandom random = new SplittableRandom(seed);
      embeddings = new float[size][WIDTH];
      features = new float[size][WIDTH];
      labels = new int[size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < WIDTH; j++) {
          embeddings[i][j] = (float) random.nextGaussian();
          features[i][j] = (float) random.nextGaussian();
        }
        labels[i] = label.applyAsInt(embeddings[i], features[i]);
      }
    }

    TargetVectors vectors() {
      return TargetVectors.of(embeddings, features);
    }

    HeadResult train(HeadOptions options, int classes) {
      return new HeadTraining(options, Parallel.NONE)
          .train(vectors(), labels, classes, HeadMonitor.NONE);
    }

    double accuracy(Head head) {
      double[][] p = head.probabilities(vectors(), Parallel.NONE);
      int right = 0;
      for (int i = 0; i < p.length; i++) {
        int best = 0;
        for (int c = 1; c < p[i].length; c++) {
          best = p[i][c] > p[i][best] ? c : best;
        }
        right += best == labels[i] ? 1 : 0;
      }
      return (double) right / p.length;
    }
  }

  private static int informed(HeadInput input, float[] e, float[] f) {
    return switch (input) {
      case EMBEDDING -> e[0] + e[1] > 0 ? 1 : 0;
      case FEATURES -> f[0] + f[1] > 0 ? 1 : 0;
      case BOTH -> e[0] + f[0] > 0 ? 1 : 0;
    };
  }

  @ParameterizedTest
  @EnumSource(HeadInput.class)
  void whatTheLabelDependsOn_isChosen(HeadInput input) {
    List<HeadInput> order =
        input == HeadInput.BOTH
            ? List.of(HeadInput.FEATURES, HeadInput.EMBEDDING, HeadInput.BOTH)
            : List.of(HeadInput.FEATURES, HeadInput.EMBEDDING);
    Problem problem = new Problem(150, 1, (e, f) -> informed(input, e, f));
    HeadResult result = problem.train(OPTIONS.withInputs(order), 2);
    assertEquals(input, result.chosen());
    Problem unseen = new Problem(1000, 2, (e, f) -> informed(input, e, f));
    assertTrue(unseen.accuracy(result.head()) > 0.9, "accuracy " + unseen.accuracy(result.head()));
    assertTrue(result.best().get(input).isAsGood());
  }

  /** The embedding says all, the features too: nothing speaks against the first in the order. */
  @Test
  void withinOneStandardError_theFirstIsChosen() {
    Problem problem = new Problem(100, 3, (e, f) -> e[0] > 0 ? 1 : 0);
    TargetVectors same = TargetVectors.of(problem.embeddings, problem.embeddings);
    for (List<HeadInput> order :
        List.of(
            List.of(HeadInput.FEATURES, HeadInput.EMBEDDING),
            List.of(HeadInput.EMBEDDING, HeadInput.FEATURES))) {
      HeadResult result =
          new HeadTraining(OPTIONS.withInputs(order), Parallel.NONE)
              .train(same, problem.labels, 2, HeadMonitor.NONE);
      assertEquals(order.getFirst(), result.chosen());
    }
  }

  /** Both speak of the label with noise of their own: together they say more than either. */
  @Test
  void headsThatAreAsGood_arePooledIntoOneOnBoth() {
    SplittableRandom noise = new SplittableRandom(21);
    ToIntBiFunction<float[], float[]> said =
        (e, f) -> e[0] + f[0] + 0.5 * noise.nextGaussian() > 0 ? 1 : 0;
    HeadResult result = new Problem(40, 22, said).train(OPTIONS, 2);
    HeadModel.Pool pool = assertInstanceOf(HeadModel.Pool.class, result.score().model());
    assertEquals(HeadInput.BOTH, result.chosen());
    assertEquals(1, pool.shares().values().stream().mapToDouble(s -> s).sum(), 1e-9);
    Problem unseen = new Problem(500, 23, said);
    double[][] pooled = result.head().probabilities(unseen.vectors(), Parallel.NONE);
    Map<HeadInput, double[][]> each = new EnumMap<>(HeadInput.class);
    result
        .heads()
        .forEach((in, head) -> each.put(in, head.probabilities(unseen.vectors(), Parallel.NONE)));
    for (int i = 0; i < pooled.length; i++) {
      double score = 0;
      for (Map.Entry<HeadInput, Double> share : pool.shares().entrySet()) {
        double p = each.get(share.getKey())[i][1];
        score += share.getValue() * Math.log(p / (1 - p));
      }
      assertEquals(1 / (1 + Math.exp(-score)), pooled[i][1], 1e-4, "sample " + i);
    }
  }

  @Test
  void headsThatAreMuchWorse_haveNoShare() {
    HeadResult result = new Problem(150, 24, (e, f) -> f[0] + f[1] > 0 ? 1 : 0).train(OPTIONS, 2);
    if (result.score().model() instanceof HeadModel.Pool pool) {
      assertFalse(pool.shares().containsKey(HeadInput.EMBEDDING), pool.toString());
    }
    assertNotEquals(HeadInput.EMBEDDING, result.chosen());
  }

  @Test
  void labelsThatNothingTells_leadToTheStrongestPenalty() {
    SplittableRandom coin = new SplittableRandom(4);
    HeadResult result = new Problem(120, 5, (e, f) -> coin.nextInt(2)).train(OPTIONS, 2);
    assertEquals(new HeadModel.Logistic(1.0), result.best().get(HeadInput.EMBEDDING).model());
  }

  @Test
  void labelsThatNoPlaneTells_leadToTwoLayers() {
    ToIntBiFunction<float[], float[]> corners = (e, f) -> e[0] * e[1] > 0 ? 1 : 0;
    HeadOptions options = OPTIONS.withInputs(List.of(HeadInput.EMBEDDING));
    HeadResult result = new Problem(1500, 6, corners).train(options, 2);
    assertInstanceOf(HeadModel.TwoLayers.class, result.best().get(HeadInput.EMBEDDING).model());
    double accuracy = new Problem(1000, 7, corners).accuracy(result.head());
    assertTrue(accuracy > 0.75, "accuracy " + accuracy);
  }

  @Test
  void manyClasses_areLearnt() {
    ToIntBiFunction<float[], float[]> largest =
        (e, f) -> e[0] > e[1] && e[0] > e[2] ? 0 : e[1] > e[2] ? 1 : 2;
    HeadResult result = new Problem(400, 8, largest).train(OPTIONS, 3);
    double accuracy = new Problem(1000, 9, largest).accuracy(result.head());
    assertTrue(accuracy > 0.85, "accuracy " + accuracy);
  }

  @Test
  void balancedClasses_raiseTheRecallOfARareOne() {
    ToIntBiFunction<float[], float[]> rare = (e, f) -> e[0] + 0.7f * e[1] * e[2] > 1.8 ? 1 : 0;
    Problem problem = new Problem(400, 10, rare);
    HeadOptions one = OPTIONS.withInputs(List.of(HeadInput.EMBEDDING)).withTwoLayersFrom(1000);
    double plain = recall(problem.train(one.withBalanced(false), 2));
    double balanced = recall(problem.train(one.withBalanced(true), 2));
    assertTrue(balanced > plain + 0.1, "recall " + balanced + " and " + plain);
  }

  private static double recall(HeadResult result) {
    return result.best().get(HeadInput.EMBEDDING).confusion().recall(1);
  }

  @Test
  void sameSeed_sameHeadAtAnyNumberOfThreads() {
    Problem problem = new Problem(220, 11, (e, f) -> e[0] + f[0] > 0 ? 1 : 0);
    HeadResult alone = problem.train(OPTIONS, 2);
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      HeadResult together =
          new HeadTraining(OPTIONS, Parallel.on(pool, 3))
              .train(problem.vectors(), problem.labels, 2, HeadMonitor.NONE);
      assertEquals(alone.heads(), together.heads());
      assertEquals(alone.chosen(), together.chosen());
    }
  }

  @Test
  void oneLabelOfAClass_isRefused() {
    Problem problem = new Problem(10, 12, (e, f) -> 0);
    problem.labels[3] = 1;
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> problem.train(OPTIONS, 2));
    assertTrue(e.getMessage().contains("[9, 1]"), e.getMessage());
  }

  @Test
  void cancelled_throws() {
    Problem problem = new Problem(40, 13, (e, f) -> e[0] > 0 ? 1 : 0);
    HeadMonitor impatient =
        new HeadMonitor() {
          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    HeadTraining training = new HeadTraining(OPTIONS, Parallel.NONE);
    assertThrows(
        CancellationException.class,
        () -> training.train(problem.vectors(), problem.labels, 2, impatient));
  }

  @Test
  void monitor_isToldOfEachCandidate_andOfEpochsOfTwoLayers() {
    Problem problem = new Problem(60, 15, (e, f) -> e[0] > 0 ? 1 : 0);
    List<String> told = new ArrayList<>();
    List<Integer> folds = new ArrayList<>();
    HeadMonitor watcher =
        new HeadMonitor() {
          @Override
          public void candidateJudged(
              HeadInput input, HeadModel model, double logLoss, double accuracy) {
            told.add("%s %s %s".formatted(input, model, logLoss));
            assertTrue(accuracy >= 0 && accuracy <= 1, () -> "accuracy " + accuracy);
          }

          @Override
          public void epochEnded(HeadInput input, int fold, Epoch epoch) {
            assertTrue(Double.isFinite(epoch.validationLoss()), epoch::toString);
            folds.add(fold);
          }
        };
    HeadOptions options = OPTIONS.withTwoLayersFrom(1).withFolds(4).withEpochs(3, 3).withHidden(5);
    HeadResult result =
        new HeadTraining(options, Parallel.NONE)
            .train(problem.vectors(), problem.labels, 2, watcher);
    assertEquals(
        result.candidates().stream()
            .map(c -> "%s %s %s".formatted(c.input(), c.model(), c.logLoss()))
            .toList(),
        told);
    assertEquals(Set.of(0, 1, 2, 3), Set.copyOf(folds));
    assertEquals(options.inputs().size() * 4 * 3, folds.size());
    assertTrue(told.stream().anyMatch(t -> t.contains("TwoLayers[hidden=5")), told::toString);
  }

  @Test
  void folds_fewerThanTwo_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withFolds(1));
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withEpochs(0, 1));
  }

  @Test
  void vectorsOfAnotherLength_areRefused() {
    Head head = new Problem(40, 14, (e, f) -> e[0] > 0 ? 1 : 0).train(OPTIONS, 2).head();
    TargetVectors others = TargetVectors.of(new float[1][3], new float[1][4]);
    assertThrows(IllegalArgumentException.class, () -> head.probabilities(others, Parallel.NONE));
  }
}
