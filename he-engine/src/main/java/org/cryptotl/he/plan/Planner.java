package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.cryptotl.he.HeException;
import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.ckks.CkksParameters;

/**
 * Plans a network: searches how it is evaluated best, see {@link Goal}.
 *
 * @param <P> the kind of plan
 */
public sealed interface Planner<P extends Plan> permits LatencyPlanner, ThroughputPlanner {

  /**
   * The best plan, with its weights encoded.
   *
   * @throws IllegalArgumentException where none is precise enough
   */
  P plan();

  /** The candidates with cost and precision, and which was taken: for people to read. */
  String explain();

  /**
   * Searches a latency plan among all parameters of the wanted security with enough levels.
   *
   * @throws HeException.LevelExhausted for a network that is too deep; it names the step
   */
  static Planner<LatencyPlan> latency(List<Step> network, Goal goal) {
    return latency(network, goal, parameters(network, goal));
  }

  /** Searches a latency plan among these parameters. */
  static Planner<LatencyPlan> latency(
      List<Step> network, Goal goal, List<CkksParameters> parameters) {
    return new LatencyPlanner(network, goal, parameters);
  }

  /**
   * Searches a throughput plan among all parameters of the wanted security with enough levels. The
   * goal's batch does not matter: a batch fills all slots.
   *
   * @throws HeException.LevelExhausted for a network that is too deep; it names the step
   */
  static Planner<ThroughputPlan> throughput(List<Step> network, Goal goal) {
    return throughput(network, goal, parameters(network, goal));
  }

  /** Searches a throughput plan among these parameters. */
  static Planner<ThroughputPlan> throughput(
      List<Step> network, Goal goal, List<CkksParameters> parameters) {
    return new ThroughputPlanner(network, goal, parameters);
  }

  /**
   * By ring degree, primes a level and special primes, with just the levels that are needed. Primes
   * have 30 bits; where the degree has no room for as many of them, they have the most that fit,
   * for a coarse result from a smaller ring.
   */
  private static List<CkksParameters> parameters(List<Step> network, Goal goal) {
    int minBits = 25;
    int minLogN = 12;
    int maxLogN = 15;
    int maxSpecial = 5;
    int levels = 1;
    List<Step> folded = Folding.fold(network);
    for (Step step : folded) {
      levels += Levels.depth(step);
    }
    List<CkksParameters> found = new ArrayList<>();
    for (int logN = minLogN; logN <= maxLogN; logN++) {
      for (int primes = 1; primes <= 2; primes++) {
        for (int special = primes; special <= maxSpecial; special++) {
          int room = goal.security().maxLogQp(logN) - Modulus.MAX_BITS * special;
          int bits = Math.min(Modulus.MAX_BITS, room / (levels * primes));
          if (bits == Modulus.MAX_BITS || (bits >= minBits && special == primes)) {
            found.add(
                CkksParameters.builder(logN)
                    .levels(levels)
                    .primesPerLevel(primes)
                    .primeBits(bits)
                    .specialPrimes(special)
                    .scaleLog2(bits * primes)
                    .security(goal.security())
                    .build());
          }
        }
      }
    }
    if (found.isEmpty()) {
      Levels.require(folded, (goal.security().maxLogQp(maxLogN) - Modulus.MAX_BITS) / minBits - 1);
    }
    return found;
  }

  /** Parameters by ring degree. */
  static List<CkksParameters> smallRingsFirst(List<CkksParameters> parameters) {
    return parameters.stream().sorted(Comparator.comparingInt(CkksParameters::logN)).toList();
  }

  /**
   * The error for a goal that no candidate reaches.
   *
   * @param least the least error that was found
   * @param remedy what to allow for less
   */
  static IllegalArgumentException notPreciseEnough(Goal goal, double least, String remedy) {
    String found =
        Double.isFinite(least)
            ? String.format(Locale.ROOT, "%.1e is the least that was found", least)
            : "no modulus has room for the values"
                + (goal.floodingBits() == 0 ? "" : " and the flooding");
    String fewer =
        goal.floodingBits() == 0
            ? ""
            : ", fewer than %d bits of flooding".formatted(goal.floodingBits());
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "plan: an error of %.1e was asked for, %s; allow more%s, or %s",
            goal.error(),
            found,
            fewer,
            remedy));
  }
}
