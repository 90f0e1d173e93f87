package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cryptotl.he.HeException;
import org.cryptotl.he.circuit.MatrixProduct;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.ThroughputLayout;
import org.cryptotl.he.rlwe.Scale;

/**
 * Everything that is decided of a throughput plan before a weight is rounded. Immutable.
 *
 * <p>The scales of ciphertexts follow from the end: weights are rounded at the largest power of two
 * that leaves them below 2^20 (one scale a map), the result has the largest power of two that
 * leaves room for outputs of the stated size, and every scale before is what leads there.
 *
 * @param parameters of the ciphertexts
 * @param layout of requests and replies
 * @param layers in order
 * @param outputScale scale of the results
 */
record ThroughputDesign(
    CkksParameters parameters, ThroughputLayout layout, List<Layer> layers, Scale outputScale) {

  /**
   * An affine map, and the activation that follows, if there is one.
   *
   * @param affine the map
   * @param weightScale by which weights are multiplied before they are rounded
   * @param argumentScale of the map's argument
   * @param level of the map's argument
   * @param activation with the scale of its result
   */
  record Layer(
      Affine affine,
      Scale weightScale,
      Scale argumentScale,
      int level,
      Optional<PartwiseActivation> activation) {}

  /**
   * What is left between the largest output times its scale and the modulus of level 0: two, since
   * coefficients are signed, times sqrt 2, since a slot holds two outputs, and as much again.
   */
  private static final double HEADROOM = 4;

  /** Least bits between the scale of any argument of an affine map and its modulus. */
  private static final int ARGUMENT_BITS = 10;

  /** The largest scale of weights, for matrices of small ones. */
  private static final double MAX_WEIGHT_SCALE = 0x1p30;

  ThroughputDesign {
    layers = List.copyOf(layers);
  }

  /**
   * Designs the evaluation of a folded network.
   *
   * @param parameters with a level for each affine map and for each multiplication in a row
   * @param outputBound at least the size of every output, for all inputs
   * @throws HeException.LevelExhausted where the parameters have too few levels; it names the step
   *     of the folded network for which none are left
   */
  static ThroughputDesign of(List<Step> steps, CkksParameters parameters, double outputBound) {
    Levels.require(steps, parameters.maxLevel());
    List<Layer> fromTheEnd = new ArrayList<>();
    Optional<PartwiseActivation> activation = Optional.empty();
    double room = Math.pow(2, parameters.logModulus(0)) / (HEADROOM * outputBound);
    if (room < 1) {
      throw Levels.noRoom("outputs of up to %.1e".formatted(outputBound), parameters);
    }
    Scale outputScale = powerOfTwo(room);
    Scale wanted = outputScale;
    int level = 0;
    for (Step step : steps.reversed()) {
      level += Levels.depth(step);
      switch (step) {
        case Affine affine -> {
          Scale weights = weightScale(affine.matrix());
          wanted = argumentScale(parameters, wanted, weights, level);
          fromTheEnd.add(new Layer(affine, weights, wanted, level, activation));
        }
        case Activation(int size, var core) -> {
          activation = Optional.of(new PartwiseActivation(core, wanted));
          wanted = activation.get().argumentScale(parameters, level);
        }
      }
    }
    ThroughputLayout layout =
        new ThroughputLayout(
            parameters.slots(),
            steps.getFirst().inputs(),
            steps.getLast().outputs(),
            level,
            wanted);
    return new ThroughputDesign(parameters, layout, fromTheEnd.reversed(), outputScale);
  }

  private static Scale powerOfTwo(double most) {
    return Scale.powerOfTwo(Math.getExponent(most));
  }

  private static Scale weightScale(Matrix matrix) {
    double largest = matrix.largest();
    if (largest > MatrixProduct.WEIGHT_BOUND - 1) {
      throw new IllegalArgumentException(
          "plan: a folded weight is not below 2^20; scale the network's inputs or weights down");
    }
    return powerOfTwo(Math.min((MatrixProduct.WEIGHT_BOUND - 1) / largest, MAX_WEIGHT_SCALE));
  }

  /** The scale of a map's argument that leads to that of its rescaled result, if it fits. */
  private static Scale argumentScale(
      CkksParameters parameters, Scale result, Scale weights, int level) {
    double scale = result.multiply(parameters.rescaleDivisor(level)).divide(weights).high();
    int bits = (int) Math.floor(parameters.logModulus(level)) - ARGUMENT_BITS;
    return Scale.of(Math.min(scale, Math.scalb(1.0, bits)));
  }

  /** The evaluation keys that the evaluation uses: none for a network without activations. */
  KeyNeeds keyNeeds() {
    SortedMap<Integer, Integer> galois = new TreeMap<>();
    if (layers.size() == 1) {
      return new KeyNeeds(0, galois);
    }
    int limbs = parameters.limbs(layout.level() - 1);
    galois.put(parameters.rlwe().conjugationElement(), limbs);
    return new KeyNeeds(limbs, galois);
  }

  @Override
  public String toString() {
    return "ThroughputDesign[weights redacted, %s, %s]".formatted(parameters, layout);
  }
}
