package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How large the values of a folded network become, step by step, for inputs of a range: what
 * simulation and scales go by. The figures come from running the network in plain on samples, with
 * a margin; they are no proof, which for dense layers would be many times too careful.
 *
 * @param input largest absolute value of an input's entry
 * @param steps largest absolute value after each step of the folded network
 */
record Ranges(double input, List<Double> steps) {

  /** Factor between the largest value that was seen and what is counted with. */
  private static final double MARGIN = 2;

  private static final int RANDOM_SAMPLES = 32;

  Ranges {
    steps = List.copyOf(steps);
  }

  /**
   * Measures.
   *
   * @param folded the network
   * @param low smallest entry of an input
   * @param high largest entry of an input
   * @param samples inputs of the range; random ones are added, and that of zeros, which fills the
   *     places of a batch without a sample
   */
  static Ranges of(List<Step> folded, double low, double high, List<double[]> samples) {
    double[] largest = new double[folded.size()];
    SplittableRandom random = new SplittableRandom(1);
    List<double[]> all = new ArrayList<>(samples);
    all.add(new double[folded.get(0).inputs()]);
    for (int i = 0; i < RANDOM_SAMPLES; i++) {
      double end = low < high ? high : Math.nextUp(low);
      all.add(random.doubles(folded.get(0).inputs(), low, end).toArray());
    }
    for (double[] sample : all) {
      double[] x = sample;
      for (int i = 0; i < largest.length; i++) {
        x = folded.get(i).apply(x);
        for (double value : x) {
          largest[i] = Math.max(largest[i], Math.abs(value));
        }
      }
    }
    List<Double> steps = new ArrayList<>();
    for (double value : largest) {
      steps.add(Math.max(MARGIN * value, Double.MIN_NORMAL));
    }
    return new Ranges(Math.max(Math.abs(low), Math.abs(high)), steps);
  }

  /** Largest absolute value of an output. */
  double output() {
    return steps.get(steps.size() - 1);
  }
}
