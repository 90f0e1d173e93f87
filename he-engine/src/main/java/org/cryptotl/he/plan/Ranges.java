package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cryptotl.he.circuit.Polynomial;

/**
 * How large the values of a folded network become, step by step, for inputs of a range: what
 * simulation and scales go by. The figures come from running the network in plain on samples, with
 * a margin; they are no proof, which for dense layers would be many times too careful.
 *
 * @param input largest absolute value of an input's entry
 * @param steps largest absolute value after each step of the folded network
 * @param slopes largest absolute derivative of each activation; of no meaning for affine maps
 * @param norms largest Euclidean norm of each step's argument
 */
record Ranges(double input, List<Double> steps, List<Double> slopes, List<Double> norms) {

  /** Factor between the largest value that was seen and what is counted with. */
  private static final double MARGIN = 2;

  /** The same for slopes: the steepest one that was seen is already above those of most entries. */
  private static final double SLOPE_MARGIN = 1.25;

  private static final int RANDOM_SAMPLES = 32;

  /** Step of the difference that stands for a derivative. */
  private static final double DIFFERENCE = 0x1p-16;

  Ranges {
    steps = List.copyOf(steps);
    slopes = List.copyOf(slopes);
    norms = List.copyOf(norms);
  }

  /**
   * Measures.
   *
   * @param folded the network
   * @param goal with the range of inputs and samples of it; random ones are added, those of the
   *     smallest and of the largest entries, and that of zeros, which fills the places of a batch
   *     without a sample
   */
  static Ranges of(List<Step> folded, Goal goal) {
    double low = goal.low();
    double high = goal.high();
    List<double[]> samples = goal.samples();
    double[] largest = new double[folded.size()];
    double[] steepest = new double[folded.size()];
    double[] longest = new double[folded.size()];
    SplittableRandom random = new SplittableRandom(1);
    List<double[]> all = new ArrayList<>(samples);
    int inputs = folded.get(0).inputs();
    for (double[] sample : samples) {
      if (sample.length != inputs) {
        throw new IllegalArgumentException(
            "goal: got a sample of %d entries, expected %d".formatted(sample.length, inputs));
      }
    }
    for (double corner : new double[] {0, low, high}) {
      double[] sample = new double[inputs];
      Arrays.fill(sample, corner);
      all.add(sample);
    }
    for (int i = 0; i < RANDOM_SAMPLES; i++) {
      double end = low < high ? high : Math.nextUp(low);
      all.add(random.doubles(folded.get(0).inputs(), low, end).toArray());
    }
    for (double[] sample : all) {
      double[] x = sample;
      for (int i = 0; i < largest.length; i++) {
        steepest[i] = Math.max(steepest[i], slope(folded.get(i), x));
        longest[i] = Math.max(longest[i], Math.sqrt(Arrays.stream(x).map(v -> v * v).sum()));
        x = folded.get(i).apply(x);
        for (double value : x) {
          largest[i] = Math.max(largest[i], Math.abs(value));
        }
      }
    }
    return new Ranges(
        Math.max(Math.abs(low), Math.abs(high)),
        withMargin(largest, MARGIN),
        withMargin(steepest, SLOPE_MARGIN),
        withMargin(longest, MARGIN));
  }

  private static List<Double> withMargin(double[] seen, double margin) {
    return Arrays.stream(seen)
        .mapToObj(value -> Math.max(margin * value, Double.MIN_NORMAL))
        .toList();
  }

  private static double slope(Step step, double[] x) {
    double steepest = 0;
    if (step instanceof Activation(int size, Polynomial p)) {
      for (double at : x) {
        double difference = p.at(at + DIFFERENCE) - p.at(at - DIFFERENCE);
        steepest = Math.max(steepest, Math.abs(difference) / (2 * DIFFERENCE));
      }
    }
    return steepest;
  }

  /** Largest absolute value of an argument of step i, without the margin. */
  double argument(int i) {
    return i == 0 ? input : steps.get(i - 1) / MARGIN;
  }

  /** Largest absolute value of an output. */
  double output() {
    return steps.get(steps.size() - 1);
  }
}
