package org.cryptotl.nn.privacy;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts what DP-SGD has given away so far: Renyi divergences of the sampled Gaussian mechanism,
 * which add up over steps, and the (epsilon, delta) that follows from them. Immutable.
 *
 * <p>The guarantee is for training sets that differ by one example, added or removed, and for
 * batches that are drawn by Poisson sampling: each example takes part in a step with the sampling
 * rate, independently of all others. Shuffled batches of a fixed size are not covered.
 */
public final class RdpAccountant {

  /** Tenths up to 11 where small noise has its optimum, integers, and some large ones. */
  private static final double[] ORDERS =
      Stream.of(
              IntStream.range(1, 100).mapToDouble(i -> 1 + i / 10.0),
              IntStream.range(11, 64).asDoubleStream(),
              DoubleStream.of(80, 96, 128, 256, 512, 1024))
          .flatMapToDouble(orders -> orders)
          .toArray();

  /** With less, epsilon is in the thousands, and sampling is not counted any more. */
  static final double LEAST_NOISE = 0.02;

  private static final double MOST_NOISE = 1e6;

  private final double[] divergences;

  private RdpAccountant(double[] divergences) {
    this.divergences = divergences;
  }

  /** Nothing has been given away. */
  public static RdpAccountant start() {
    return new RdpAccountant(new double[ORDERS.length]);
  }

  /**
   * What is given away after further steps.
   *
   * @param samplingRate chance of each example to take part in a step, in [0, 1]
   * @param noiseMultiplier standard deviation of the noise over the clipping norm, above 0
   * @param steps number of steps, at least 0
   */
  public RdpAccountant compose(double samplingRate, double noiseMultiplier, long steps) {
    checkMechanism(samplingRate, noiseMultiplier, steps);
    double[] sum = divergences.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += steps * divergence(samplingRate, noiseMultiplier, ORDERS[i]);
    }
    return new RdpAccountant(sum);
  }

  /** What is given away after a training. */
  public RdpAccountant compose(PrivacySpent spent) {
    return compose(spent.samplingRate(), spent.noiseMultiplier(), spent.steps());
  }

  /**
   * The least epsilon for a delta over all orders, by Canonne, Kamath, Steinke, "The Discrete
   * Gaussian for Differential Privacy" (arXiv 2004.00010), proposition 12: divergence + log(1 - 1 /
   * alpha) - log(alpha delta) / (alpha - 1).
   *
   * @param delta in (0, 1)
   * @return at least 0
   */
  public double epsilon(double delta) {
    checkDelta(delta);
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < ORDERS.length; i++) {
      least = Math.min(least, epsilon(ORDERS[i], divergences[i], delta));
    }
    return least;
  }

  /** The epsilon of one order. */
  static double epsilon(double order, double divergence, double delta) {
    // Total variation is at most sqrt(1 - e^-divergence) (Bretagnolle-Huber), which delta may
    // cover.
    if (delta * delta >= -Math.expm1(-divergence)) {
      return 0;
    }
    double epsilon = divergence + Math.log1p(-1 / order) - Math.log(order * delta) / (order - 1);
    return Math.max(0, epsilon);
  }

  /**
   * The Renyi divergence of one step, in nats.
   *
   * @param samplingRate in [0, 1]
   * @param noiseMultiplier above 0
   * @param order above 1
   */
  public static double divergence(double samplingRate, double noiseMultiplier, double order) {
    checkMechanism(samplingRate, noiseMultiplier, 1);
    if (!(order > 1) || order > 1e6) {
      throw new IllegalArgumentException(
          "Renyi divergence: got the order %s, expected one above 1 and at most 1e6"
              .formatted(order));
    }
    // That of the mechanism without sampling is an upper bound for any rate.
    double rate = samplingRate > 0 && noiseMultiplier < LEAST_NOISE ? 1 : samplingRate;
    return SampledGaussian.divergence(rate, noiseMultiplier, order);
  }

  /**
   * The epsilon of a whole training.
   *
   * @param samplingRate chance of each example to take part in a step, in [0, 1]
   * @param noiseMultiplier standard deviation of the noise over the clipping norm, above 0
   * @param steps number of steps, at least 0
   * @param delta in (0, 1); less than one over the number of examples says something
   */
  public static double epsilon(
      double samplingRate, double noiseMultiplier, long steps, double delta) {
    return start().compose(samplingRate, noiseMultiplier, steps).epsilon(delta);
  }

  /**
   * The least noise of at least 0.02, to a relative 1e-6, that keeps a training within an epsilon.
   *
   * @param targetEpsilon above 0
   * @param delta in (0, 1)
   * @param samplingRate in (0, 1]
   * @param steps at least 1
   * @return a noise multiplier whose {@link #epsilon(double, double, long, double)} is at most the
   *     target
   * @throws IllegalArgumentException where no noise up to 1e6 suffices
   */
  public static double noiseFor(
      double targetEpsilon, double delta, double samplingRate, long steps) {
    if (!(targetEpsilon > 0) || !Double.isFinite(targetEpsilon)) {
      throw new IllegalArgumentException(
          "noise: got the target epsilon %s, expected a finite one above 0"
              .formatted(targetEpsilon));
    }
    checkDelta(delta);
    checkMechanism(samplingRate, 1, steps);
    if (samplingRate == 0 || steps == 0) {
      throw new IllegalArgumentException(
          "noise: got the sampling rate %s and %d steps, expected more than 0 of both"
              .formatted(samplingRate, steps));
    }
    double tooLittle = LEAST_NOISE;
    double enough = 1;
    while (epsilon(samplingRate, enough, steps, delta) > targetEpsilon) {
      tooLittle = enough;
      enough *= 2;
      if (enough > MOST_NOISE) {
        throw new IllegalArgumentException(
            "noise: no multiplier up to %s gives epsilon %s at delta %s; take a greater epsilon, "
                    .formatted(MOST_NOISE, targetEpsilon, delta)
                + "fewer steps or a smaller sampling rate");
      }
    }
    while (enough - tooLittle > 1e-6 * enough) {
      double middle = (tooLittle + enough) / 2;
      if (epsilon(samplingRate, middle, steps, delta) > targetEpsilon) {
        tooLittle = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }

  private static void checkMechanism(double samplingRate, double noiseMultiplier, long steps) {
    if (!(samplingRate >= 0 && samplingRate <= 1)) {
      throw new IllegalArgumentException(
          "privacy: got the sampling rate %s, expected one in [0, 1]".formatted(samplingRate));
    }
    if (!(noiseMultiplier > 0) || noiseMultiplier > MOST_NOISE) {
      throw new IllegalArgumentException(
          "privacy: got the noise multiplier %s, expected one above 0 and at most %s"
              .formatted(noiseMultiplier, MOST_NOISE));
    }
    if (steps < 0) {
      throw new IllegalArgumentException(
          "privacy: got %d steps, expected at least 0".formatted(steps));
    }
  }

  private static void checkDelta(double delta) {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException(
          "privacy: got delta %s, expected one in (0, 1)".formatted(delta));
    }
  }

  @Override
  public String toString() {
    return "RdpAccountant" + Arrays.toString(divergences);
  }
}
