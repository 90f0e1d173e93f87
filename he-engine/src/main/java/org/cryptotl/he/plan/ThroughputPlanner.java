package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.manifest.Precision;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.KeySwitcher;

/**
 * Searches the throughput plan of a network over parameters: the one that takes the least time a
 * sample and is precise enough. Every candidate is simulated; larger rings, which give larger
 * batches, are only looked at where no smaller one is precise enough.
 */
final class ThroughputPlanner implements Planner<ThroughputPlan> {

  private final Goal goal;
  private final List<Candidate> candidates = new ArrayList<>();

  /** A design with its simulation. */
  record Candidate(ThroughputDesign design, ThroughputSimulation simulation) {

    double millis() {
      return simulation.cost().millis(logN());
    }

    int logN() {
      return design.parameters().logN();
    }

    double millisASample() {
      return millis() / design.layout().capacity();
    }
  }

  ThroughputPlanner(List<Step> network, Goal goal, List<CkksParameters> parameters) {
    this.goal = goal;
    Folded folded = Folded.of(network, goal);
    List<Step> steps = folded.steps();
    Ranges ranges = folded.ranges();
    Optional<HeException.LevelExhausted> tooFew = Optional.empty();
    for (CkksParameters each : Planner.smallRingsFirst(parameters)) {
      if (candidates.stream().anyMatch(c -> isPreciseEnough(c) && c.logN() < each.logN())) {
        break;
      }
      try {
        ThroughputDesign design = ThroughputDesign.of(steps, each, Math.max(1, ranges.output()));
        KeySwitcher switcher = new KeySwitcher(each.rlwe(), Parallel.NONE);
        candidates.add(
            new Candidate(
                design, new ThroughputSimulation(design, ranges, switcher, goal.floodingBits())));
      } catch (HeException.LevelExhausted e) {
        tooFew = Optional.of(e);
      }
    }
    if (candidates.isEmpty()) {
      throw tooFew.orElseThrow(
          () -> new IllegalArgumentException("plan: got no parameters, expected at least one set"));
    }
    candidates.sort(Comparator.comparingDouble(Candidate::millisASample));
  }

  private boolean isPreciseEnough(Candidate each) {
    return each.simulation().expectedError() <= goal.error();
  }

  /** The cheapest candidate that is precise enough. */
  Candidate best() {
    return cheapest()
        .orElseThrow(() ->
            Planner.notPreciseEnough(
                goal,
                candidates.stream()
                    .mapToDouble(each -> each.simulation().expectedError())
                    .min()
                    .getAsDouble(),
                "parameters with two primes a level, or latency mode, which does not round weights"
                    + " to 20 bits"));
  }

  private Optional<Candidate> cheapest() {
    return candidates.stream().filter(this::isPreciseEnough).findFirst();
  }

  @Override
  public ThroughputPlan plan() {
    Candidate best = best();
    ThroughputDesign design = best.design();
    ThroughputSimulation simulation = best.simulation();
    Precision precision = Precision.coarse(simulation.expectedError(), simulation.errorBound());
    return new ThroughputPlan(
        design,
        goal.manifest(
            design.parameters(), design.layout(), design.keyNeeds(), precision, best.millis()),
        simulation.flooding());
  }

  @Override
  public String explain() {
    Optional<Candidate> best = cheapest();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d candidates; taken is the one with least time a sample and an error of at most"
                + " %.1e%n%-48s %8s %12s %9s %9s%n",
            candidates.size(),
            goal.error(),
            "candidate",
            "samples",
            "ms a batch",
            "error",
            "keys MB"));
    for (Candidate each : candidates) {
      String verdict = isPreciseEnough(each) ? "" : "  not precise enough";
      CkksParameters parameters = each.design().parameters();
      String name =
          "N=%d, %d x %d + %d primes"
              .formatted(
                  parameters.rlwe().degree(),
                  parameters.maxLevel() + 1,
                  parameters.primesPerLevel(),
                  parameters.rlwe().specialLimbs());
      text.append(
          String.format(
              Locale.ROOT,
              "%-48s %8d %12.1f %9.1e %9.1f%s%n",
              name,
              each.design().layout().capacity(),
              each.millis(),
              each.simulation().expectedError(),
              each.design().keyNeeds().sizeBytes(parameters.rlwe()) / 1e6,
              best.equals(Optional.of(each)) ? "  <- taken" : verdict));
    }
    return text.toString();
  }
}
