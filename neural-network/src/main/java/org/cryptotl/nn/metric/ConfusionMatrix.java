package org.cryptotl.nn.metric;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each other one, and the measures that follow from it.
 * Immutable.
 *
 * <p>A quotient whose divisor is zero is 0: the precision of a class that was never predicted, the
 * recall of a class that never occurs.
 */
public final class ConfusionMatrix {

  /** Row: true class; column: predicted class. */
  private final long[][] counts;

  private final long total;

  private ConfusionMatrix(long[][] counts) {
    this.counts = counts;
    this.total = Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /**
   * Counts predictions.
   *
   * @param truth the true classes, each in [0, classes); at least one
   * @param predicted the predicted classes, as many
   * @param classes number of classes, at least 2
   */
  public static ConfusionMatrix of(int[] truth, int[] predicted, int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException(
          "confusion matrix: got %d classes, expected at least 2".formatted(classes));
    }
    if (truth.length == 0 || truth.length != predicted.length) {
      throw new IllegalArgumentException(
          "confusion matrix: got %d labels and %d predictions, expected as many of each, at least 1"
              .formatted(truth.length, predicted.length));
    }
    long[][] counts = new long[classes][classes];
    for (int i = 0; i < truth.length; i++) {
      checkClass("label", i, truth[i], classes);
      checkClass("prediction", i, predicted[i], classes);
      counts[truth[i]][predicted[i]]++;
    }
    return new ConfusionMatrix(counts);
  }

  private static void checkClass(String what, int index, int got, int classes) {
    if (got < 0 || got >= classes) {
      throw new IllegalArgumentException(
          "confusion matrix: %s %d is class %d, expected 0 to %d"
              .formatted(what, index, got, classes - 1));
    }
  }

  /** Number of classes. */
  public int classes() {
    return counts.length;
  }

  /** Number of examples. */
  public long total() {
    return total;
  }

  /** How many examples of one class were taken for another. */
  public long count(int trueClass, int predictedClass) {
    return counts[trueClass][predictedClass];
  }

  /** How many examples are of a class. */
  public long support(int trueClass) {
    return Arrays.stream(counts[trueClass]).sum();
  }

  private long predicted(int c) {
    return Arrays.stream(counts).mapToLong(row -> row[c]).sum();
  }

  private long correct() {
    return IntStream.range(0, classes()).mapToLong(c -> counts[c][c]).sum();
  }

  /** The share of right predictions, in [0, 1]. */
  public double accuracy() {
    return quotient(correct(), total);
  }

  /** The mean recall of the classes that occur, in [0, 1]. */
  public double balancedAccuracy() {
    return IntStream.range(0, classes())
        .filter(c -> support(c) > 0)
        .mapToDouble(this::recall)
        .average()
        .orElseThrow();
  }

  /** Of the examples that were taken for a class, the share that is of it. */
  public double precision(int c) {
    return quotient(counts[c][c], predicted(c));
  }

  /** Of the examples of a class, the share that was taken for it. */
  public double recall(int c) {
    return quotient(counts[c][c], support(c));
  }

  /** The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). */
  public double f1(int c) {
    return quotient(2 * counts[c][c], predicted(c) + support(c));
  }

  /** The mean precision of all classes. */
  public double macroPrecision() {
    return mean(this::precision);
  }

  /** The mean recall of all classes. */
  public double macroRecall() {
    return mean(this::recall);
  }

  /** The mean F1 of all classes. */
  public double macroF1() {
    return mean(this::f1);
  }

  /**
   * Cohen's kappa (Cohen 1960): agreement beyond chance, (observed - expected) / (1 - expected), in
   * [-1, 1]; 0 where labels and predictions are all of one class, since chance alone agrees then.
   */
  public double kappa() {
    double expected =
        IntStream.range(0, classes())
            .mapToDouble(c -> (double) support(c) / total * ((double) predicted(c) / total))
            .sum();
    return expected == 1 ? 0 : (accuracy() - expected) / (1 - expected);
  }

  private double mean(IntToDoubleFunction measure) {
    return IntStream.range(0, classes()).mapToDouble(measure).average().orElseThrow();
  }

  private static double quotient(long numerator, long denominator) {
    return denominator == 0 ? 0 : (double) numerator / denominator;
  }

  @Override
  public String toString() {
    return Arrays.deepToString(counts);
  }
}
