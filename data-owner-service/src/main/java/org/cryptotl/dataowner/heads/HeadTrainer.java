package org.cryptotl.dataowner.heads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.metric.ConfusionMatrix;
import org.cryptotl.nn.metric.LogLoss;
import org.cryptotl.nn.metric.RocCurve;
import org.cryptotl.nn.transfer.Head;
import org.cryptotl.nn.transfer.HeadInput;
import org.cryptotl.nn.transfer.HeadOptions;
import org.cryptotl.nn.transfer.HeadResult;
import org.cryptotl.nn.transfer.HeadTraining;
import org.cryptotl.nn.transfer.TargetVectors;

/** Trains a head and writes its report: on all labels, and on fewer for the curve. */
final class HeadTrainer {

  private static final int[] CURVE = {10, 20, 50, 100, 200, 500, 1000};
  private static final int FEWEST_TEST_ROWS = 2;

  private final HeadOptions options;
  private final Parallel parallel;
  private final int classes;
  private final TargetVectors vectors;
  private final int[] labels;
  private final int[] learn;
  private final int[] test;
  private final LiveCurves live;

  /** A head with what is known of it. */
  record Trained(Head head, HeadReport report) {}

  /**
   * Makes a trainer.
   *
   * @param learn rows to learn from, in random order
   * @param test rows to judge by
   * @param live told how it goes
   */
  HeadTrainer(
      HeadOptions options,
      Parallel parallel,
      int classes,
      TargetVectors vectors,
      int[] labels,
      int[] learn,
      int[] test,
      LiveCurves live) {
    this.options = options;
    this.parallel = parallel;
    this.classes = classes;
    this.vectors = vectors;
    this.labels = labels;
    this.learn = learn;
    this.test = test;
    this.live = live;
    if (test.length < FEWEST_TEST_ROWS) {
      throw new Problem(
          ProblemType.CONFLICT,
          "the features hold %d rows of the test part, expected at least %d; extract more rows or split anew"
              .formatted(test.length, FEWEST_TEST_ROWS));
    }
  }

  /** Number of trainings. */
  int steps() {
    return sizes().length + 1;
  }

  private int[] sizes() {
    return IntStream.of(CURVE)
        .filter(n -> n < learn.length && hasTwoOfEach(Arrays.copyOf(learn, n)))
        .toArray();
  }

  private boolean hasTwoOfEach(int[] rows) {
    int[] counts = new int[classes];
    for (int row : rows) {
      counts[labels[row]]++;
    }
    return Arrays.stream(counts).allMatch(c -> c >= 2);
  }

  /** Trains; tells how many trainings are done. */
  Trained run(IntConsumer progress) {
    if (!hasTwoOfEach(learn)) {
      throw new Problem(
          ProblemType.CONFLICT,
          "expected at least 2 rows of each of the %d labels to learn from; extract more rows"
              .formatted(classes));
    }
    int done = 0;
    for (int size : sizes()) {
      train(Arrays.copyOf(learn, size));
      progress.accept(++done);
    }
    HeadResult result = train(learn);
    progress.accept(++done);
    List<HeadReport.InputReport> inputs = new ArrayList<>();
    for (HeadInput input : options.inputs()) {
      inputs.add(report(input, result));
    }
    HeadReport report =
        new HeadReport(
            result.chosen(),
            learn.length,
            test.length,
            inputs,
            live.byLabels(),
            live.curves(),
            verdict(inputs));
    return new Trained(result.head(), report);
  }

  private HeadResult train(int[] rows) {
    live.begin(rows.length);
    HeadResult result =
        new HeadTraining(options, parallel)
            .train(vectors.rows(rows), labelsOf(rows), classes, live);
    for (HeadInput input : options.inputs()) {
      double accuracy = confusion(probabilities(result.heads().get(input))).accuracy();
      live.add(new HeadReport.CurvePoint(rows.length, input, accuracy));
    }
    return result;
  }

  private int[] labelsOf(int[] rows) {
    return Arrays.stream(rows).map(row -> labels[row]).toArray();
  }

  private double[][] probabilities(Head head) {
    return head.probabilities(vectors.rows(test), parallel);
  }

  private ConfusionMatrix confusion(double[][] probabilities) {
    int[] predicted = Arrays.stream(probabilities).mapToInt(HeadTrainer::largest).toArray();
    return ConfusionMatrix.of(labelsOf(test), predicted, classes);
  }

  static int largest(double[] row) {
    int best = 0;
    for (int c = 1; c < row.length; c++) {
      best = row[c] > row[best] ? c : best;
    }
    return best;
  }

  private HeadReport.InputReport report(HeadInput input, HeadResult result) {
    boolean chosen = input == result.chosen();
    double[][] probabilities = probabilities(chosen ? result.head() : result.heads().get(input));
    ConfusionMatrix confusion = confusion(probabilities);
    int[] truth = labelsOf(test);
    List<List<Long>> counts = new ArrayList<>();
    for (int t = 0; t < classes; t++) {
      List<Long> row = new ArrayList<>();
      for (int p = 0; p < classes; p++) {
        row.add(confusion.count(t, p));
      }
      counts.add(row);
    }
    return new HeadReport.InputReport(
        input,
        (chosen ? result.score() : result.best().get(input)).confusion().accuracy(),
        confusion.accuracy(),
        confusion.macroF1(),
        confusion.macroPrecision(),
        confusion.macroRecall(),
        confusion.kappa(),
        auc(truth, probabilities),
        LogLoss.multiclass(truth, probabilities),
        counts);
  }

  private Double auc(int[] truth, double[][] probabilities) {
    boolean both = Arrays.stream(truth).distinct().count() == 2;
    return classes == 2 && both
        ? RocCurve.of(truth, Arrays.stream(probabilities).mapToDouble(p -> p[1]).toArray()).area()
        : null;
  }

  /** What transfer brought, by the test rows, with its standard error. */
  private String verdict(List<HeadReport.InputReport> inputs) {
    HeadReport.InputReport bare = of(inputs, HeadInput.EMBEDDING);
    HeadReport.InputReport with =
        of(inputs, HeadInput.BOTH) == null
            ? of(inputs, HeadInput.FEATURES)
            : of(inputs, HeadInput.BOTH);
    if (bare == null || with == null) {
      return "Only one input was tried, so there is nothing to compare.";
    }
    double gain = 100 * (with.accuracy() - bare.accuracy());
    double error = 100 * HeadReport.standardError(with.accuracy(), bare.accuracy(), test.length);
    if (Math.abs(gain) <= error) {
      return "With %d labels the features bring no difference that %d test rows can show (%+.1f points, standard error %.1f)."
          .formatted(learn.length, test.length, gain, error);
    }
    return "With %d labels the features bring %+.1f points of accuracy on %d test rows (standard error %.1f)."
        .formatted(learn.length, gain, test.length, error);
  }

  private static HeadReport.InputReport of(List<HeadReport.InputReport> inputs, HeadInput input) {
    return inputs.stream().filter(i -> i.input() == input).findFirst().orElse(null);
  }
}
