package org.cryptotl.nn.transfer;

import java.util.Arrays;
import org.cryptotl.nn.training.Samples;
import org.cryptotl.nn.training.Split;

/** The labels at hand, how much each counts, and the folds in which they are held out. */
final class Task {

  private static final int FOLDS = 5;
  private static final int FOLDS_OF_MANY = 3;
  private static final int MANY = 1000;

  /** Repetitions make up for few labels: as many as lead to so many answers. */
  private static final int ANSWERS = 250;

  private static final int MOST_REPETITIONS = 10;

  private final int[] labels;
  private final int classes;
  private final double[] importance;
  private final int folds;
  private final int[][] foldOf;

  Task(int[] labels, int classes, HeadOptions options) {
    int[] counts = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "head: label %d is class %d, expected 0 to %d".formatted(i, labels[i], classes - 1));
      }
      counts[labels[i]]++;
    }
    int fewest = Arrays.stream(counts).min().orElseThrow();
    if (fewest < 2) {
      throw new IllegalArgumentException(
          "head: got classes with %s labels, expected at least 2 of each, one to learn from and one to judge by"
              .formatted(Arrays.toString(counts)));
    }
    this.labels = labels.clone();
    this.classes = classes;
    this.importance = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      importance[i] = options.balanced() ? (double) labels.length / classes / counts[labels[i]] : 1;
    }
    int usual = labels.length < MANY ? FOLDS : FOLDS_OF_MANY;
    folds = Math.min(fewest, options.folds().orElse(usual));
    foldOf = new int[Math.clamp(Math.ceilDiv(ANSWERS, labels.length), 1, MOST_REPETITIONS)][];
    Samples rows = Samples.of(new float[labels.length][1], labels);
    for (int r = 0; r < foldOf.length; r++) {
      foldOf[r] = Split.foldOf(rows, folds, options.seed() * MOST_REPETITIONS + r);
    }
  }

  int size() {
    return labels.length;
  }

  int classes() {
    return classes;
  }

  int[] labels() {
    return labels;
  }

  /** Factor of each sample's loss; 1 on average. */
  double[] importance() {
    return importance;
  }

  int repetitions() {
    return foldOf.length;
  }

  /** Number of folds of a repetition. */
  int folds() {
    return folds;
  }

  boolean isHeldOut(int repetition, int fold, int row) {
    return foldOf[repetition][row] == fold;
  }

  /** The rows that a fold holds out, or those that it does not. */
  int[] rows(int repetition, int fold, boolean heldOut) {
    int[] all = new int[labels.length];
    int count = 0;
    for (int i = 0; i < all.length; i++) {
      if (isHeldOut(repetition, fold, i) == heldOut) {
        all[count++] = i;
      }
    }
    return Arrays.copyOf(all, count);
  }
}
