package org.cryptotl.nn.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Samples in two parts with no row in common, which hold the same share of each class as near as
 * can be. Which row is in which part depends on the number of rows and on their targets: one row
 * more or less moves others too.
 *
 * @param training what to learn from
 * @param heldOut what to judge by
 */
public record Split(Samples training, Samples heldOut) {

  /**
   * Holds out a part.
   *
   * @param share of the rows to hold out, in (0, 1); at least one row is held out and one is not
   */
  public static Split of(Samples samples, double share, long seed) {
    if (!(share > 0 && share < 1) || samples.size() < 2) {
      throw new IllegalArgumentException(
          "split: got share %s of %d samples, expected one in (0, 1) of at least 2"
              .formatted(share, samples.size()));
    }
    int[] order = byTarget(samples, seed);
    int count = Math.clamp(Math.round(share * order.length), 1, order.length - 1);
    boolean[] heldOut = new boolean[order.length];
    for (int i = 0; i < order.length; i++) {
      heldOut[order[i]] = (long) (i + 1) * count / order.length > (long) i * count / order.length;
    }
    return split(samples, heldOut);
  }

  /**
   * Divides the samples into k folds, each of which is held out once.
   *
   * @param k from 2 to the number of samples
   */
  public static List<Split> folds(Samples samples, int k, long seed) {
    int[] foldOf = foldOf(samples, k, seed);
    List<Split> folds = new ArrayList<>();
    for (int fold = 0; fold < k; fold++) {
      boolean[] heldOut = new boolean[foldOf.length];
      for (int i = 0; i < foldOf.length; i++) {
        heldOut[i] = foldOf[i] == fold;
      }
      folds.add(split(samples, heldOut));
    }
    return folds;
  }

  /**
   * The same folds as numbers: which one holds out each row, from 0 to k - 1.
   *
   * @param k from 2 to the number of samples
   */
  public static int[] foldOf(Samples samples, int k, long seed) {
    if (k < 2 || k > samples.size()) {
      throw new IllegalArgumentException(
          "folds: got %d of %d samples, expected at least 2 and at most one a sample"
              .formatted(k, samples.size()));
    }
    int[] order = byTarget(samples, seed);
    int[] foldOf = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      foldOf[order[i]] = i % k;
    }
    return foldOf;
  }

  private static Split split(Samples samples, boolean[] heldOut) {
    int[] out = IntStream.range(0, heldOut.length).filter(i -> heldOut[i]).toArray();
    int[] in = IntStream.range(0, heldOut.length).filter(i -> !heldOut[i]).toArray();
    return new Split(samples.rows(in), samples.rows(out));
  }

  /** The rows by class, in random order within each. */
  private static int[] byTarget(Samples samples, long seed) {
    int[] order = shuffled(samples.size(), seed);
    return Arrays.stream(order)
        .boxed()
        .sorted(Comparator.comparingDouble(samples::target))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The numbers below {@code size} in random order (Fisher and Yates). */
  static int[] shuffled(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = ascending(size);
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[i];
      order[i] = order[j];
      order[j] = other;
    }
    return order;
  }

  /** The numbers below {@code size}. */
  static int[] ascending(int size) {
    return IntStream.range(0, size).toArray();
  }
}
