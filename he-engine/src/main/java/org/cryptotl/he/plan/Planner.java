package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;

/** Plans networks: searches how they are evaluated best, see {@link Goal}. */
public final class Planner {

  private static final int BITS_A_PRIME = 30;

  private static final int MAX_SPECIAL = 5;

  private final LatencyPlanner search;

  private Planner(LatencyPlanner search) {
    this.search = search;
  }

  /**
   * Searches a latency plan among all parameters of the wanted security with enough levels.
   *
   * @throws HeException.LevelExhausted for a network that is too deep; it names the step
   */
  public static Planner latency(List<Step> network, Goal goal) {
    return latency(network, goal, parameters(network, goal));
  }

  /** Searches a latency plan among these parameters. */
  public static Planner latency(List<Step> network, Goal goal, List<CkksParameters> parameters) {
    return new Planner(new LatencyPlanner(network, goal, parameters));
  }

  /** By ring degree, primes a level and special primes, with just the levels that are needed. */
  private static List<CkksParameters> parameters(List<Step> network, Goal goal) {
    int levels = 1;
    List<Step> folded = Folding.fold(network);
    for (Step step : folded) {
      levels += Levels.depth(step);
    }
    List<CkksParameters> found = new ArrayList<>();
    for (int logN = 13; logN <= 15; logN++) {
      int most = goal.security().maxLogQp(logN) / BITS_A_PRIME;
      for (int primes = 1; primes <= 2; primes++) {
        for (int special = primes; special <= MAX_SPECIAL; special++) {
          if (levels * primes + special <= most) {
            found.add(
                CkksParameters.builder(logN)
                    .levels(levels)
                    .primesPerLevel(primes)
                    .specialPrimes(special)
                    .security(goal.security())
                    .build());
          }
        }
      }
    }
    if (found.isEmpty()) {
      Levels.require(folded, goal.security().maxLogQp(15) / BITS_A_PRIME - 2);
    }
    return found;
  }

  /**
   * The best plan, with its weights encoded.
   *
   * @throws IllegalArgumentException where none is precise enough
   */
  public LatencyPlan plan() {
    return new LatencyPlan(search.best().design());
  }

  /** The candidates with cost and precision, and which was taken: for people to read. */
  public String explain() {
    return search.explain();
  }
}
