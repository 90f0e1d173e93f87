package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cryptotl.he.circuit.AutomorphismSum;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.circuit.Rescaling;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Noise;
import org.cryptotl.he.plan.NoiseModel.State;
import org.cryptotl.he.plan.Stage.ActivationStage;
import org.cryptotl.he.plan.Stage.AffineStage;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.cryptotl.he.rlwe.Scale;

/**
 * A design evaluated without keys and without weights' encodings: level, scale and noise after each
 * stage, and what it all costs. See {@link Noise} for the heuristics.
 */
final class Simulation {

  private final LatencyDesign design;
  private final Ranges ranges;
  private final CkksParameters parameters;
  private final NoiseModel model;
  private final int floodingBits;
  private final Costs costs;
  private Cost cost = Cost.NONE;
  private Optional<Flooding> flooding = Optional.empty();

  /** Before the first stage and after each. */
  private final List<State> states;

  /**
   * Runs the design.
   *
   * @param floodingBits by how many bits the results' noise is flooded, 0 for none
   */
  Simulation(LatencyDesign design, Ranges ranges, KeySwitcher switcher, int floodingBits) {
    this.design = design;
    this.ranges = ranges;
    this.parameters = design.parameters();
    this.model = new NoiseModel(parameters, switcher);
    this.floodingBits = floodingBits;
    this.costs = new Costs(parameters);
    this.states = run();
  }

  /** What the evaluation costs. */
  Cost cost() {
    return cost;
  }

  /** What results are flooded with. */
  Optional<Flooding> flooding() {
    return flooding;
  }

  /** See {@link NoiseModel#errorBound}; infinite where a modulus is too small. */
  double errorBound() {
    return hasRoom() ? NoiseModel.errorBound(last()) : Double.POSITIVE_INFINITY;
  }

  /** See {@link NoiseModel#expectedError}; infinite where a modulus is too small. */
  double expectedError() {
    double outputs = (double) design.layout().outputs() * design.layout().batch();
    return hasRoom() ? NoiseModel.expectedError(last(), outputs) : Double.POSITIVE_INFINITY;
  }

  private boolean hasRoom() {
    return states.stream().allMatch(each -> model.hasRoom(each, 1))
        && flooding.map(each -> each.fits(parameters, last().scaledBound())).orElse(true);
  }

  private State last() {
    return states.get(states.size() - 1);
  }

  private List<State> run() {
    List<State> all = new ArrayList<>();
    State state = model.fresh(design.inputLevel(), parameters.defaultScale(), ranges.input());
    all.add(state);
    int end = design.stages().size() - 1;
    for (int i = 0; i <= end; i++) {
      double after = ranges.steps().get(i);
      state =
          switch (design.stages().get(i)) {
            case AffineStage affine -> affine(affine, state, after, i == end);
            case ActivationStage activation ->
                activation(activation, state, after, ranges.slopes().get(i));
          };
      all.add(state);
    }
    return List.copyOf(all);
  }

  private State affine(AffineStage stage, State x, double bound, boolean last) {
    int logN = parameters.logN();
    Pattern pattern = stage.pattern();
    List<AutomorphismSum> sums = design.sums(stage);
    int copies = sums.stream().mapToInt(sum -> sum.terms().size()).reduce(1, (a, b) -> a * b);
    // An output is a sum over a row's weights of rotated arguments, and over all plaintexts'
    // errors.
    Noise rotated = model.switched(x.noise(), x.level());
    Noise weights = rotated.times(stage.affine().matrix().largestRowNorm());
    Noise plaintexts =
        Noise.encoding(logN, stage.weightScale().high())
            .times(
                x.scaledBound() * Math.sqrt((double) pattern.size() / pattern.outParts() * copies));
    Scale product = x.scale().multiply(stage.weightScale());
    Noise noise = weights.times(stage.weightScale().high()).add(plaintexts);
    cost = cost.plus(costs.transform(design, stage));
    int level = x.level();
    if (stage.rescaling() != Rescaling.NONE) {
      int divisions =
          stage.rescaling() == Rescaling.LAST ? pattern.inParts() : costs.giantSteps(design, stage);
      noise = model.rescaled(noise, x.level(), copies * divisions);
      level--;
      if (stage.rescaling() == Rescaling.BEFORE_GIANT_STEPS) {
        noise = noise.add(model.switched(level).sum(copies * divisions));
      }
    }
    for (AutomorphismSum sum : sums) {
      cost = cost.plus(costs.sum(sum, parameters.limbs(level)).times(pattern.outParts()));
      noise = noise.add(model.switched(level).sum(copies));
    }
    if (last) {
      noise = noise.add(Noise.freshPublic(logN));
    }
    if (stage.rescaling() == Rescaling.NONE) {
      noise = model.rescaled(noise, level, 1);
      level--;
    }
    Scale scale = product.divide(parameters.rescaleDivisor(x.level()));
    noise = noise.add(Noise.encoding(logN, bound * scale.high()));
    if (last && floodingBits > 0) {
      int period = design.layout().outputPeriod() * design.layout().batch();
      flooding = Optional.of(Flooding.of(noise, period, floodingBits));
      noise = noise.add(flooding.get().noise(logN));
    }
    return new State(level, scale, noise, bound);
  }

  private State activation(ActivationStage stage, State t, double bound, double slope) {
    Polynomial core = stage.core();
    cost = cost.plus(costs.activation(stage).times(stage.placement().parts()));
    int level = t.level() - stage.depth();
    Scale scale = Core.scale(core, t.scale(), parameters, t.level());
    Noise argument = NoiseModel.relative(t.noise(), t.scale()).times(slope);
    Noise values =
        Core.isSquare(core) || Core.isDepressedCubic(core)
            ? argument
            : model.polynomial(core, t, slope);
    if (Core.isDepressedCubic(core)) {
      Scale square = model.squared(t.scale(), t.level());
      Noise factor = NoiseModel.relative(model.multiplied(t.level()), square);
      values = values.add(factor.times(t.bound()));
      if (stage.spread() > 1) {
        values = values.add(masks(t).sum(stage.spread()));
      }
    }
    Noise noise = values.times(scale.high());
    if (Core.isSquare(core)) {
      noise = noise.add(model.multiplied(t.level()));
    }
    if (Core.isDepressedCubic(core)) {
      int switches = 2 * stage.spread();
      Noise switched = model.switched(t.level() - 1).sum(switches);
      noise = noise.add(model.rescaled(switched, t.level() - 1, 1));
    }
    return new State(level, scale, noise, bound);
  }

  /** What masking the argument t of a cubic adds to t (t^2 + b), in units of the value. */
  private Noise masks(State t) {
    double scale = parameters.rescaleDivisor(t.level()).high();
    Noise mask = Noise.encoding(parameters.logN(), scale).times(t.scaledBound());
    Noise masked = model.rescaled(mask, t.level(), 1);
    return NoiseModel.relative(masked, t.scale()).times(t.bound() * t.bound() + 1);
  }
}
