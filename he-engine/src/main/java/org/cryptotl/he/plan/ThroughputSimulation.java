package org.cryptotl.he.plan;

import java.util.Optional;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Noise;
import org.cryptotl.he.plan.NoiseModel.State;
import org.cryptotl.he.plan.Stage.ActivationStage;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.cryptotl.he.rlwe.Scale;

/**
 * A throughput design evaluated without keys and without weights: the noise of its results and what
 * it costs. A slot holds two values a + i b, so it is up to sqrt 2 times as large as either.
 *
 * <p>Rounding the weights gives another network that is evaluated as it is: its distance counts as
 * error, but not as noise that flooding must hide.
 */
final class ThroughputSimulation {

  private static final double TWO_VALUES = Math.sqrt(2);

  private static final Scale FOUR = Scale.of(4);

  private final ThroughputDesign design;
  private final Ranges ranges;
  private final CkksParameters parameters;
  private final NoiseModel model;
  private final Costs costs;
  private final int floodingBits;
  private Optional<Flooding> flooding = Optional.empty();
  private Cost cost = Cost.NONE;

  /** The error of rounded weights, in units of the value. */
  private Noise rounding;

  private boolean valuesHaveRoom = true;
  private final State result;

  /** Runs the design. */
  ThroughputSimulation(
      ThroughputDesign design, Ranges ranges, KeySwitcher switcher, int floodingBits) {
    this.design = design;
    this.ranges = ranges;
    this.parameters = design.parameters();
    this.model = new NoiseModel(parameters, switcher);
    this.costs = new Costs(parameters);
    this.floodingBits = floodingBits;
    this.rounding = Noise.none(parameters.logN());
    State last = run();
    Noise noise = last.noise().add(rounding.times(last.scale().high()));
    this.result = new State(last.level(), last.scale(), noise, last.bound());
  }

  /** What the evaluation of a batch costs. */
  Cost cost() {
    return cost;
  }

  /** What results are flooded with. */
  Optional<Flooding> flooding() {
    return flooding;
  }

  /** See {@link NoiseModel#errorBound}; infinite where a modulus is too small. */
  double errorBound() {
    return hasRoom() ? NoiseModel.errorBound(result) : Double.POSITIVE_INFINITY;
  }

  /** See {@link NoiseModel#expectedError}; infinite where a modulus is too small. */
  double expectedError() {
    double outputs = (double) design.layout().outputs() * design.layout().capacity();
    return hasRoom() ? NoiseModel.expectedError(result, outputs) : Double.POSITIVE_INFINITY;
  }

  private boolean hasRoom() {
    double largest = TWO_VALUES * result.scaledBound();
    return valuesHaveRoom && flooding.map(each -> each.fits(parameters, largest)).orElse(true);
  }

  private State run() {
    State x =
        model.fresh(design.layout().level(), design.layout().scale(), TWO_VALUES * ranges.input());
    x = new State(x.level(), x.scale(), x.noise(), ranges.input());
    int step = 0;
    for (ThroughputDesign.Layer layer : design.layers()) {
      boolean last = layer.activation().isEmpty();
      valuesHaveRoom &= model.hasRoom(x, TWO_VALUES);
      x = affine(layer, x, ranges.steps().get(step), ranges.norms().get(step++), last);
      if (!last) {
        PartwiseActivation activation = layer.activation().get();
        cost(activation, x.level(), layer.affine().outputs());
        valuesHaveRoom &= model.hasRoom(x, TWO_VALUES);
        x = activation(activation, x, ranges.steps().get(step), ranges.slopes().get(step++));
      }
    }
    return x;
  }

  private State affine(
      ThroughputDesign.Layer layer, State x, double bound, double norm, boolean last) {
    Matrix matrix = layer.affine().matrix();
    int limbs = parameters.limbs(x.level());
    long products = 2L * limbs * matrix.nonZeros();
    long transforms = 2L * limbs * matrix.rows();
    cost = cost.plus(new Cost(transforms, products, 0, 0));
    // Rounding moves a weight by a number of variance 1/12, the same in every slot.
    double entries = Math.min(norm, x.bound() * Math.sqrt(matrix.largestRowCount()));
    double own = TWO_VALUES * entries / Math.sqrt(12) / layer.weightScale().high();
    rounding = rounding.times(matrix.largestRowNorm()).add(new Noise(parameters.logN(), own));
    Noise noise = x.noise().times(matrix.largestRowNorm() * layer.weightScale().high());
    if (last) {
      noise = noise.add(Noise.freshPublic(parameters.logN()));
    }
    noise = model.rescaled(noise, x.level(), 1);
    if (last && floodingBits > 0) {
      flooding = Optional.of(Flooding.of(noise, parameters.rlwe().degree(), floodingBits));
      noise = noise.add(flooding.get().noise(parameters.logN()));
    }
    Scale scale =
        x.scale().multiply(layer.weightScale()).divide(parameters.rescaleDivisor(x.level()));
    return new State(x.level() - 1, scale, noise, bound);
  }

  private void cost(PartwiseActivation activation, int level, int rows) {
    Placement anywhere = Placement.natural(1, 2);
    Polynomial square = Polynomial.powers(0, 0, 1);
    Cost conjugation = costs.activation(new ActivationStage(square, level, anywhere, 1));
    Cost polynomial = costs.activation(new ActivationStage(activation.core(), level, anywhere, 1));
    boolean parts = !Core.isSquare(activation.core()) && !Core.isDepressedCubic(activation.core());
    cost = cost.plus(polynomial.times(parts ? 2 : 1).plus(conjugation).times(rows));
  }

  private State activation(PartwiseActivation activation, State t, double bound, double slope) {
    Polynomial core = activation.core();
    int level = t.level() - Core.depth(core);
    rounding = rounding.times(slope);
    Noise argument = NoiseModel.relative(t.noise(), t.scale()).times(slope);
    Noise conjugate = NoiseModel.relative(model.switched(t.level()), t.scale());
    if (Core.isSquare(core)) {
      Scale scale = model.squared(t.scale(), t.level()).multiply(FOUR);
      // Of (t + u)^2 - i (t - u)^2, where u is the conjugate of t with a key switch's error.
      Noise values = argument.add(conjugate.times(TWO_VALUES * t.bound()));
      Noise noise = values.times(scale.high()).add(model.multiplied(t.level()));
      return new State(level, scale, noise, bound);
    }
    if (Core.isDepressedCubic(core)) {
      // Of u (3 t^2 + u^2 + 4c) / 4.
      Scale square = model.squared(t.scale(), t.level());
      Scale divisor = parameters.rescaleDivisor(t.level() - 1);
      Scale scale = square.multiply(t.scale()).divide(divisor).multiply(FOUR);
      Noise squares = NoiseModel.relative(model.multiplied(t.level()), square);
      double steepest = 3 * t.bound() * t.bound() + Math.abs(core.coefficient(1));
      Noise values =
          argument.add(conjugate.times(steepest)).add(squares.times(TWO_VALUES * t.bound() / 4));
      Noise noise = values.times(scale.high()).add(model.multiplied(t.level() - 1));
      return new State(level, scale, noise, bound);
    }
    Noise both = t.noise().add(model.switched(t.level()));
    State part = new State(t.level(), t.scale().multiply(Scale.of(2)), both.times(2), t.bound());
    Scale scale = activation.scale();
    Noise values = model.polynomial(core, part, slope).sum(2);
    return new State(level, scale, values.times(scale.high()), bound);
  }
}
