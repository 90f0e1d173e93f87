package org.cryptotl.benchmarks.transfer;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One draw of a target set: half of its groups of near-copies to test on, the rest to learn from,
 * in random order.
 */
final class Trial {

  private static final int MOST_TESTS = 2000;
  private static final int FEWEST_OF_A_CLASS = 2;

  private final int[] pool;
  private final int[] test;

  private Trial(int[] pool, int[] test) {
    this.pool = pool;
    this.test = test;
  }

  static Trial draw(List<List<Integer>> groups, long seed) {
    int rows = groups.stream().mapToInt(List::size).sum();
    int[] order = IntStream.range(0, groups.size()).toArray();
    shuffle(order, seed);
    int[] all =
        IntStream.of(order).mapToObj(groups::get).flatMap(List::stream).mapToInt(i -> i).toArray();
    int half = 0;
    for (int g = 0; half < rows / 2; g++) {
      half += groups.get(order[g]).size();
    }
    int[] test = IntStream.of(all).limit(Math.min(half, MOST_TESTS)).toArray();
    return new Trial(IntStream.of(all).skip(half).toArray(), test);
  }

  /** The rows to test on. */
  int[] test() {
    return test.clone();
  }

  /** Number of rows to learn from. */
  int size() {
    return pool.length;
  }

  /** So many rows to learn from: drawn anew until there are at least two of each class. */
  int[] labelled(int count, int[] labels, long seed) {
    for (long draw = 0; ; draw++) {
      int[] rows = pool.clone();
      shuffle(rows, seed * 1_000_003 + draw);
      int ones = IntStream.of(rows).limit(count).map(i -> labels[i]).sum();
      if (Math.min(ones, count - ones) >= FEWEST_OF_A_CLASS) {
        return IntStream.of(rows).limit(count).toArray();
      }
    }
  }

  private static void shuffle(int[] rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = rows[i];
      rows[i] = rows[j];
      rows[j] = other;
    }
  }
}
