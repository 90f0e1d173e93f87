package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.circuit.AutomorphismSum;
import org.cryptotl.he.circuit.Rescaling;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Noise;
import org.cryptotl.he.plan.Stage.ActivationStage;
import org.cryptotl.he.plan.Stage.AffineStage;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.cryptotl.he.rlwe.Scale;

/**
 * A design evaluated without keys and without weights' encodings: level, scale and noise after each
 * stage, and what it all costs. See {@link Noise} for the heuristics.
 */
final class Simulation {

  /**
   * What is known of the ciphertexts between two stages.
   *
   * @param level their level
   * @param scale their scale
   * @param noise their error
   * @param bound largest absolute value of a slot
   */
  record State(int level, Scale scale, Noise noise, double bound) {

    /** Bound of value times scale. */
    double scaledBound() {
      return bound * scale.high();
    }
  }

  /** In one of so many, the largest error exceeds what is expected. */
  private static final double EVALUATIONS = 1000;

  private final LatencyDesign design;
  private final Ranges ranges;
  private final CkksParameters parameters;
  private final KeySwitcher switcher;
  private final Costs costs;
  private Cost cost = Cost.NONE;
  private final List<State> states;

  /** Runs the design. */
  Simulation(LatencyDesign design, Ranges ranges, KeySwitcher switcher) {
    this.design = design;
    this.ranges = ranges;
    this.parameters = design.parameters();
    this.switcher = switcher;
    this.costs = new Costs(parameters);
    this.states = run();
  }

  /** The states before the first stage and after each. */
  List<State> states() {
    return states;
  }

  /** What the evaluation costs. */
  Cost cost() {
    return cost;
  }

  /** Bound of the error of all outputs, except with probability 2^-40. */
  double errorBound() {
    return error().bound() / last().scale().high();
  }

  /**
   * The largest error of an output that is to be expected: it is exceeded in one of a thousand
   * evaluations. The last map adds up so many errors that theirs is a Gaussian number; half of its
   * variance is in the real part.
   */
  double expectedError() {
    double outputs = (double) design.layout().outputs() * design.layout().batch();
    double deviations = Math.sqrt(Math.log(2 * outputs * EVALUATIONS));
    return deviations * error().sigma() / last().scale().high();
  }

  private State last() {
    return states.get(states.size() - 1);
  }

  private Noise error() {
    return last().noise().decoded(last().scaledBound());
  }

  private List<State> run() {
    int logN = parameters.logN();
    Scale scale = parameters.defaultScale();
    double bound = ranges.input();
    Noise fresh = Noise.freshSymmetric(logN).add(Noise.encoding(logN, bound * scale.high()));
    List<State> all = new ArrayList<>();
    State state = new State(design.inputLevel(), scale, fresh, bound);
    all.add(state);
    for (int i = 0; i < design.stages().size(); i++) {
      double after = ranges.steps().get(i);
      state =
          switch (design.stages().get(i)) {
            case AffineStage affine -> affine(affine, state, after);
            case ActivationStage activation -> activation(activation, state, after);
          };
      all.add(state);
    }
    return List.copyOf(all);
  }

  private State affine(AffineStage stage, State x, double bound) {
    int logN = parameters.logN();
    int limbs = parameters.limbs(x.level());
    Pattern pattern = stage.pattern();
    List<AutomorphismSum> sums = design.sums(stage);
    int copies = sums.stream().mapToInt(sum -> sum.terms().size()).reduce(1, (a, b) -> a * b);
    // An output is a sum over a row's weights of rotated arguments, and over all plaintexts'
    // errors.
    Noise rotated = x.noise().keySwitch(switcher, limbs);
    Noise weights = rotated.times(stage.affine().matrix().largestRowNorm());
    Noise plaintexts =
        Noise.encoding(logN, stage.weightScale().high())
            .times(x.scaledBound() * Math.sqrt((double) pattern.size() * copies));
    Scale product = x.scale().multiply(stage.weightScale());
    Noise noise = weights.times(stage.weightScale().high()).add(plaintexts);
    cost = cost.plus(costs.transform(design, stage));
    int level = x.level();
    if (stage.rescaling() != Rescaling.NONE) {
      int divisions =
          stage.rescaling() == Rescaling.LAST ? pattern.inParts() : costs.giantSteps(design, stage);
      noise = rescaled(noise, x.level(), copies * divisions);
      level--;
    }
    for (AutomorphismSum sum : sums) {
      int at = parameters.limbs(level);
      cost = cost.plus(costs.sum(sum, at).times(pattern.outParts()));
      noise = noise.add(switched(at).sum(copies));
    }
    if (stage.rescaling() == Rescaling.NONE) {
      noise = rescaled(noise, level, 1);
      level--;
    }
    Scale scale = product.divide(parameters.rescaleDivisor(x.level()));
    return new State(level, scale, noise.add(Noise.encoding(logN, bound * scale.high())), bound);
  }

  /** The error of a key switch alone. */
  private Noise switched(int limbs) {
    return Noise.none(parameters.logN()).keySwitch(switcher, limbs);
  }

  /** Rescaling, whose own error is there {@code count} times. */
  private Noise rescaled(Noise noise, int level, int count) {
    double divisor = parameters.rescaleDivisor(level).high();
    Noise rounding = Noise.none(parameters.logN()).rescale(divisor);
    return noise.times(1 / divisor).add(rounding.sum(count));
  }

  private State activation(ActivationStage stage, State t, double bound) {
    Polynomial core = stage.core();
    cost = cost.plus(costs.activation(stage).times(stage.placement().parts()));
    int level = t.level() - stage.depth();
    Scale scale = Core.scale(core, t.scale(), parameters, t.level());
    if (Core.isSquare(core)) {
      return new State(level, scale, product(t, t).noise(), bound);
    }
    if (Core.isDepressedCubic(core)) {
      State square = product(t, t);
      State factor = new State(square.level(), square.scale(), square.noise(), square.bound() + 1);
      if (stage.spread() == 1) {
        return new State(level, scale, product(t, factor).noise(), bound);
      }
      Noise mask = Noise.encoding(parameters.logN(), parameters.rescaleDivisor(t.level()).high());
      Noise masked =
          rescaled(
              t.noise()
                  .times(parameters.rescaleDivisor(t.level()).high())
                  .add(mask.times(t.scaledBound())),
              t.level(),
              1);
      State one = new State(t.level() - 1, t.scale(), masked, t.bound());
      int lower = parameters.limbs(one.level());
      Noise shares =
          one.noise()
              .multiply(one.scaledBound(), factor.noise(), factor.scaledBound())
              .keySwitch(switcher, lower)
              .keySwitch(switcher, lower)
              .sum(stage.spread());
      return new State(level, scale, rescaled(shares, one.level(), 1), bound);
    }
    return new State(level, scale, polynomial(core, t, level), bound);
  }

  private State product(State a, State b) {
    int level = Math.min(a.level(), b.level());
    Noise noise =
        a.noise()
            .multiply(a.scaledBound(), b.noise(), b.scaledBound())
            .keySwitch(switcher, parameters.limbs(level));
    Scale scale = a.scale().multiply(b.scale()).divide(parameters.rescaleDivisor(level));
    return new State(level - 1, scale, rescaled(noise, level, 1), a.bound() * b.bound());
  }

  /**
   * A polynomial on [-1, 1]: its slope times the argument's error, and for each power that is made
   * on the way, and for each coefficient, the error of a product.
   */
  private Noise polynomial(Polynomial core, State t, int level) {
    double scale = parameters.defaultScale().high();
    State one = new State(level + 1, parameters.defaultScale(), t.noise(), 1);
    State exact = new State(level + 1, parameters.defaultScale(), Noise.none(parameters.logN()), 1);
    double own = product(exact, exact).noise().sigma();
    double slope = 0;
    double weights = 0;
    for (int i = 1; i <= core.degree(); i++) {
      double power = core.basis() == Polynomial.Basis.CHEBYSHEV ? (double) i * i : i;
      slope += Math.abs(core.coefficient(i)) * power;
      weights += Math.abs(core.coefficient(i)) * 2 * power;
    }
    double argument = one.noise().sigma() / t.scale().high() * slope * scale;
    return new Noise(parameters.logN(), argument + own * (weights + 2 * stageDepth(core)));
  }

  private static int stageDepth(Polynomial core) {
    return Core.depth(core);
  }
}
