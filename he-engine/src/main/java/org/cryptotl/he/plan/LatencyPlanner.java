package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cryptotl.he.HeException;
import org.cryptotl.he.circuit.Rescaling;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.manifest.Precision;
import org.cryptotl.he.plan.Stage.ActivationStage;
import org.cryptotl.he.plan.Stage.AffineStage;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.cryptotl.he.rlwe.Scale;

/**
 * Searches the latency plan of a network: over parameters (ring degree, primes a level, special
 * primes), placements of hidden vectors, spreads, moments of rescaling, and baby and giant steps,
 * for the cheapest by count that is precise enough. Every candidate is simulated; larger rings are
 * only looked at where no smaller one is precise enough, for they take longer.
 */
final class LatencyPlanner implements Planner<LatencyPlan> {

  /** Bits between the largest output times its scale and the modulus of level 0. */
  private static final int HEADROOM_BITS = 1;

  private static final int MAX_SPREAD = 8;

  /** Between the blocks of layouts that are tried, the next power of two left out. */
  private static final int STRIDE_STEP = 2;

  private final Goal goal;
  private final List<Step> steps;
  private final Ranges ranges;
  private final Map<List<Object>, Pattern> patterns = new HashMap<>();
  private final Map<CkksParameters, KeySwitcher> switchers = new HashMap<>();
  private final List<Candidate> candidates = new ArrayList<>();

  /** A design with its simulation. */
  record Candidate(LatencyDesign design, String name, Simulation simulation) {

    double error() {
      return simulation.expectedError();
    }

    double millis() {
      return simulation.cost().millis(logN());
    }

    int logN() {
      return design.parameters().logN();
    }
  }

  LatencyPlanner(List<Step> network, Goal goal, List<CkksParameters> parameters) {
    this.goal = goal;
    Folded folded = Folded.of(network, goal);
    this.steps = folded.steps();
    this.ranges = folded.ranges();
    Optional<HeException.LevelExhausted> tooFew = Optional.empty();
    for (CkksParameters each : Planner.smallRingsFirst(parameters)) {
      if (candidates.stream().anyMatch(c -> isPreciseEnough(c) && c.logN() < each.logN())) {
        break;
      }
      try {
        Levels.require(steps, each.maxLevel());
        search(each);
      } catch (HeException.LevelExhausted e) {
        tooFew = Optional.of(e);
      }
    }
    if (candidates.isEmpty()) {
      throw tooFew.orElseThrow(
          () -> new IllegalArgumentException("plan: got no parameters, expected at least one set"));
    }
  }

  private boolean isPreciseEnough(Candidate each) {
    return each.error() <= goal.error();
  }

  /**
   * The cheapest candidate that is precise enough.
   *
   * @throws IllegalArgumentException where there is none
   */
  Candidate best() {
    return cheapest()
        .orElseThrow(() ->
            Planner.notPreciseEnough(
                goal,
                candidates.stream().mapToDouble(Candidate::error).min().orElseThrow(),
                "parameters with two primes a level"));
  }

  private Optional<Candidate> cheapest() {
    return candidates.stream()
        .filter(this::isPreciseEnough)
        .min(Comparator.comparingDouble(Candidate::millis));
  }

  /** All that were tried. */
  List<Candidate> candidates() {
    return List.copyOf(candidates);
  }

  @Override
  public LatencyPlan plan() {
    return plan(best());
  }

  /** The plan of a candidate. */
  LatencyPlan plan(Candidate candidate) {
    LatencyDesign design = candidate.design();
    Simulation simulation = candidate.simulation();
    Manifest manifest =
        goal.manifest(
            design.parameters(),
            design.layout(),
            design.keyNeeds(),
            Precision.coarse(candidate.error(), simulation.errorBound()),
            candidate.millis());
    return new LatencyPlan(design, manifest, simulation.flooding());
  }

  @Override
  public String explain() {
    Optional<Candidate> best = cheapest();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d candidates; taken is the cheapest with an error of at most %.1e%n"
                + "%-80s %8s %9s %9s %9s %9s %9s %9s%n",
            candidates.size(),
            goal.error(),
            "candidate",
            "ms",
            "error",
            "NTTs",
            "products",
            "switches",
            "MB read",
            "keys MB"));
    candidates.stream()
        .sorted(Comparator.comparingDouble(Candidate::millis))
        .forEach(each -> text.append(line(each, best)));
    return text.toString();
  }

  private String line(Candidate each, Optional<Candidate> best) {
    Cost cost = each.simulation().cost();
    String verdict = "";
    if (best.equals(Optional.of(each))) {
      verdict = "  <- taken";
    } else if (!isPreciseEnough(each)) {
      verdict = "  not precise enough";
    }
    return String.format(
        Locale.ROOT,
        "%-80s %8.1f %9.1e %9d %9d %9d %9.1f %9.1f%s%n",
        each.name(),
        each.millis(),
        each.error(),
        cost.transforms(),
        cost.products(),
        cost.keySwitches(),
        cost.bytes() / 1e6,
        each.design().keyNeeds().sizeBytes(each.design().parameters().rlwe()) / 1e6,
        verdict);
  }

  private void search(CkksParameters parameters) {
    for (InputPacking input : inputs(parameters, parameters.slots() / goal.batch())) {
      for (int spread = 1; spread <= MAX_SPREAD; spread *= 2) {
        for (Rescaling rescaling : Rescaling.values()) {
          candidate(parameters, input, spread, rescaling);
        }
      }
    }
  }

  /** Whether so few entries are not zero that it matters on which diagonals they lie. */
  private static boolean isSparse(Matrix matrix) {
    return 4 * matrix.nonZeros() < (long) matrix.rows() * matrix.columns();
  }

  /**
   * The layouts with copies of the input, from as many as fit down to few (fewer diagonals against
   * fewer sums), and those without repetition: rows one after another, and for sparse maps aligned.
   */
  private List<InputPacking> inputs(CkksParameters parameters, int places) {
    Affine first = (Affine) steps.get(0);
    int inputs = first.inputs();
    List<InputPacking> found = new ArrayList<>();
    for (int stride = 2; stride < places && inputs <= places; stride *= 2) {
      int copies = 2 * (places / stride);
      int offset = (inputs + copies - 1) / copies;
      if (first.outputs() + offset <= stride) {
        Placement rows = Placement.natural(first.outputs(), stride);
        found.add(new InputPacking(layout(parameters, places, inputs, stride, offset), rows));
        stride *= STRIDE_STEP;
      }
    }
    LatencyLayout whole = layout(parameters, places, places, places, places / 2);
    found.add(new InputPacking(whole, Placement.natural(first.outputs(), places)));
    if (steps.size() > 1 && isSparse(first.matrix())) {
      found.add(new InputPacking(whole, Placement.aligned(first.matrix(), places)));
    }
    return found;
  }

  private LatencyLayout layout(
      CkksParameters parameters, int places, int cycle, int stride, int offset) {
    int outputs = steps.get(steps.size() - 1).outputs();
    return new LatencyLayout(
        parameters.slots(),
        goal.batch(),
        steps.get(0).inputs(),
        cycle,
        stride,
        offset,
        outputs,
        steps.size() == 1 ? stride : outputPeriod(outputs, places),
        depth(),
        parameters.defaultScale());
  }

  /** Level of the input. */
  private int depth() {
    return steps.stream().mapToInt(Levels::depth).sum();
  }

  private static int outputPeriod(int rows, int places) {
    int period = 2;
    while (period < rows && period < places) {
      period *= 2;
    }
    return period;
  }

  private void candidate(
      CkksParameters parameters, InputPacking input, int spread, Rescaling rescaling) {
    int places = input.layout().places();
    List<Stage> stages = new ArrayList<>();
    AffinePacking packing = input;
    Scale scale = parameters.defaultScale();
    Scale outputScale = outputScale(parameters);
    int level = depth();
    boolean spreads = false;
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i)) {
        case Affine affine -> {
          boolean last = i == steps.size() - 1;
          Scale divisor = parameters.rescaleDivisor(level);
          Scale result = last ? outputScale : parameters.rescaleDivisor(level - 1);
          Scale weights = result.multiply(divisor).divide(scale);
          Pattern pattern = pattern(affine.matrix(), packing, i);
          stages.add(
              cheapest(
                  parameters,
                  input.layout(),
                  new AffineStage(
                      affine, pattern, level, weights, 1, last ? Rescaling.NONE : rescaling)));
          scale = result;
        }
        case Activation(int size, var core) -> {
          Placement columns = packing.rows();
          int rows = steps.get(i + 1).outputs();
          int period = outputPeriod(rows, places);
          boolean fits =
              spread > 1
                  && Core.isDepressedCubic(core)
                  && period == columns.period()
                  && period * spread <= places
                  && 2 * spread <= period;
          spreads |= fits;
          stages.add(new ActivationStage(core, level, columns, fits ? spread : 1));
          packing =
              new PeriodicPacking(
                  places, columns, Placement.natural(rows, period), fits ? spread : 1);
          scale = Core.scale(core, scale, parameters, level);
        }
      }
      level -= Levels.depth(steps.get(i));
    }
    if (spread > 1 && !spreads) {
      return;
    }
    LatencyDesign design = new LatencyDesign(parameters, input.layout(), stages, outputScale);
    String name =
        "N=%d, %d x %d + %d primes, %sblocks of %d, spread %d, %s"
            .formatted(
                parameters.rlwe().degree(),
                parameters.maxLevel() + 1,
                parameters.primesPerLevel(),
                parameters.rlwe().specialLimbs(),
                input.rows().isNatural() ? "" : "aligned, ",
                input.layout().stride(),
                spread,
                switch (rescaling) {
                  case NONE -> "rescaled after sums";
                  case LAST -> "rescaled before sums";
                  case BEFORE_GIANT_STEPS -> "rescaled before giant steps";
                });
    Simulation simulation =
        new Simulation(design, ranges, switcher(parameters), goal.floodingBits());
    candidates.add(new Candidate(design, name, simulation));
  }

  private KeySwitcher switcher(CkksParameters parameters) {
    return switchers.computeIfAbsent(parameters, p -> new KeySwitcher(p.rlwe(), Parallel.NONE));
  }

  private Pattern pattern(Matrix matrix, AffinePacking packing, int step) {
    return patterns.computeIfAbsent(List.of(step, packing), key -> new Pattern(matrix, packing));
  }

  /** The stage with the number of baby steps that costs least. */
  private AffineStage cheapest(CkksParameters parameters, LatencyLayout layout, AffineStage stage) {
    Costs costs = new Costs(parameters);
    LatencyDesign alone =
        new LatencyDesign(parameters, layout, List.of(stage), parameters.defaultScale());
    AffineStage best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int babies = 2; babies <= layout.places(); babies *= 2) {
      AffineStage each =
          new AffineStage(
              stage.affine(),
              stage.pattern(),
              stage.level(),
              stage.weightScale(),
              babies,
              stage.rescaling());
      double millis = costs.transform(alone, each).millis(parameters.logN());
      if (millis < least) {
        least = millis;
        best = each;
      }
    }
    return best;
  }

  /** The largest scale that leaves room for the outputs at level 0, at most the default. */
  private Scale outputScale(CkksParameters parameters) {
    double largest = Math.max(1, ranges.output());
    double bits = parameters.logModulus(0) - Math.log(2 * largest) / Math.log(2);
    double most = Math.min(bits - HEADROOM_BITS, parameters.defaultScale().log2());
    if (most < 0) {
      throw Levels.noRoom("outputs of up to %.1e".formatted(largest), parameters);
    }
    return Scale.of(Math.scalb(1.0, (int) Math.floor(most)));
  }
}
