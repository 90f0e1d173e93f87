package org.cryptotl.benchmarks.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.metric.BinaryReport;
import org.cryptotl.nn.transfer.Head;
import org.cryptotl.nn.transfer.HeadInput;
import org.cryptotl.nn.transfer.HeadModel;
import org.cryptotl.nn.transfer.HeadMonitor;
import org.cryptotl.nn.transfer.HeadOptions;
import org.cryptotl.nn.transfer.HeadResult;
import org.cryptotl.nn.transfer.HeadTraining;
import org.cryptotl.nn.transfer.TargetVectors;

/** A learning curve: what heads reach with more and more labels. */
final class Curve {

  /** What is measured. */
  enum Measure {
    ACCURACY("accuracy"),
    F1("F1"),
    BALANCED_ACCURACY("balanced accuracy");

    private final String text;

    Measure(String text) {
      this.text = text;
    }

    private double of(BinaryReport report) {
      return switch (this) {
        case ACCURACY -> report.accuracy();
        case F1 -> report.f1();
        case BALANCED_ACCURACY -> report.balancedAccuracy();
      };
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The column of the head that cross-validation chose. */
  static final String CHOSEN = "chosen";

  private static final int[] COUNTS = {10, 25, 50, 100, 200, 400};
  private static final int MANY = 1000;
  private static final int SEEDS_OF_MANY = 3;

  /** By number of labels, head and measure: one figure a seed. */
  private final Map<Integer, Map<String, Map<Measure, List<Double>>>> figures = new TreeMap<>();

  private final Map<Integer, Map<String, Integer>> choices = new TreeMap<>();

  private Curve() {}

  /** Measures with so many seeds, from 0 on; with three where labels are more than a thousand. */
  static Curve measure(
      String name,
      TargetVectors samples,
      int[] labels,
      List<List<Integer>> groups,
      int seeds,
      Parallel parallel) {
    Curve curve = new Curve();
    for (int seed = 0; seed < seeds; seed++) {
      long start = System.nanoTime();
      Trial trial = Trial.draw(groups, seed);
      // The sizes of groups differ, so that "all" differs by some rows: named by the first.
      int all = curve.figures.keySet().stream().mapToInt(n -> n).max().orElse(trial.size());
      int[] counts =
          IntStream.concat(IntStream.of(COUNTS).filter(n -> n < trial.size()), IntStream.of(all))
              .distinct()
              .toArray();
      for (int count : counts) {
        if (count <= MANY || seed < SEEDS_OF_MANY) {
          int[] rows = trial.labelled(Math.min(count, trial.size()), labels, seed);
          HeadResult result =
              new HeadTraining(HeadOptions.standard().withSeed(seed), parallel)
                  .train(samples.rows(rows), select(labels, rows), 2, HeadMonitor.NONE);
          curve.add(
              count, result, samples.rows(trial.test()), select(labels, trial.test()), parallel);
        }
      }
      System.err.printf("%s: seed %d, %.1f s%n", name, seed, (System.nanoTime() - start) / 1e9);
    }
    return curve;
  }

  private void add(
      int count, HeadResult result, TargetVectors test, int[] truth, Parallel parallel) {
    choices.computeIfAbsent(count, n -> new TreeMap<>()).merge(choice(result), 1, Integer::sum);
    result
        .heads()
        .forEach((input, head) -> add(count, column(input), report(head, test, truth, parallel)));
    add(count, CHOSEN, report(result.head(), test, truth, parallel));
  }

  private static String choice(HeadResult result) {
    return switch (result.score().model()) {
      case HeadModel.Pool _ -> "pool";
      case HeadModel.Logistic _ -> column(result.chosen());
      case HeadModel.TwoLayers _ -> column(result.chosen()) + " with two layers";
    };
  }

  private static BinaryReport report(
      Head head, TargetVectors test, int[] truth, Parallel parallel) {
    double[][] p = head.probabilities(test, parallel);
    return BinaryReport.of(truth, IntStream.range(0, p.length).mapToDouble(i -> p[i][1]).toArray());
  }

  private void add(int count, String column, BinaryReport report) {
    for (Measure measure : Measure.values()) {
      figures
          .computeIfAbsent(count, n -> new LinkedHashMap<>())
          .computeIfAbsent(column, c -> new LinkedHashMap<>())
          .computeIfAbsent(measure, m -> new ArrayList<>())
          .add(measure.of(report));
    }
  }

  /** The name of a head's column. */
  static String column(HeadInput input) {
    return switch (input) {
      case FEATURES -> "features";
      case EMBEDDING -> "embedding";
      case BOTH -> "both";
    };
  }

  /** The numbers of labels that were measured. */
  List<Integer> counts() {
    return List.copyOf(figures.keySet());
  }

  /** Number of seeds at a number of labels. */
  int seeds(int count) {
    return figures.get(count).get(CHOSEN).get(Measure.ACCURACY).size();
  }

  Spread spread(int count, String column, Measure measure) {
    return Spread.of(figures.get(count).get(column).get(measure));
  }

  /** How often each kind of head was chosen. */
  Map<String, Integer> choices(int count) {
    return choices.get(count);
  }

  /**
   * By how much the best of the three heads is above the chosen one, on average; below 0 if not.
   */
  double shortfall(int count, Measure measure) {
    double best =
        Stream.of(HeadInput.values())
            .mapToDouble(input -> spread(count, column(input), measure).mean())
            .max()
            .orElseThrow();
    return best - spread(count, CHOSEN, measure).mean();
  }

  private static int[] select(int[] labels, int[] rows) {
    return IntStream.of(rows).map(row -> labels[row]).toArray();
  }
}
