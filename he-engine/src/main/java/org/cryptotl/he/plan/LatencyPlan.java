package org.cryptotl.he.plan;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cryptotl.he.HeException;
import org.cryptotl.he.circuit.AutomorphismSum;
import org.cryptotl.he.circuit.AutomorphismSumEvaluator;
import org.cryptotl.he.circuit.LinearTransform;
import org.cryptotl.he.circuit.LinearTransformEvaluator;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.circuit.PolynomialEvaluator;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ckks.Plaintext;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Scale;

/**
 * A network with one activation as an encrypted evaluation of one sample a ciphertext: affine,
 * polynomial, affine. Everything that depends on weights is encoded once, here.
 *
 * <p>The first layer takes the input in rotated copies and ends with sums over the blocks and with
 * the conjugate, which leave its result in every block; the second layer takes it from there; see
 * {@link LatencyPacking}. All slots of the result hold outputs or zero. The result is at level 0,
 * at a scale that leaves room for outputs of the stated size. It is not re-randomised: its second
 * polynomial and its noise depend on the weights, and whoever sends it to the key's owner must add
 * an encryption of zero under the owner's public key first. Immutable and thread-safe.
 */
public final class LatencyPlan {

  /** Bits between the largest output times its scale and the modulus of level 0. */
  private static final int HEADROOM_BITS = 2;

  private final CkksParameters parameters;
  private final LatencyLayout layout;
  private final Polynomial core;
  private final LinearTransform first;
  private final Plaintext firstBias;
  private final AutomorphismSum overBlocks;
  private final LinearTransform second;
  private final AutomorphismSum overHalves;
  private final Plaintext secondBias;

  /**
   * Folds and encodes a network.
   *
   * @param network steps that fold to an affine map, an activation and an affine map
   * @param parameters with at least two levels more than the activation is deep, plus one
   * @param outputBound at least the size of every output, for all inputs
   * @throws HeException.LevelExhausted where the parameters have too few levels
   */
  public LatencyPlan(List<Step> network, CkksParameters parameters, double outputBound) {
    List<Step> steps = Folding.fold(network);
    if (steps.size() != 3) {
      throw new IllegalArgumentException(
          "plan: got %d activations of degree 2 or more, expected 1".formatted(steps.size() / 2));
    }
    Affine before = (Affine) steps.get(0);
    Affine after = (Affine) steps.get(2);
    this.parameters = parameters;
    core = ((Activation) steps.get(1)).polynomial();
    layout =
        LatencyLayout.of(parameters.slots(), before.inputs(), before.outputs(), after.outputs());
    overBlocks = AutomorphismSum.group(parameters.logN(), layout.stride(), layout.blocks(), true);
    overHalves = halves(parameters.logN(), layout.stride() / 2);
    int top = parameters.maxLevel();
    int last = top - 1 - coreDepth();
    if (last < 1) {
      throw new HeException.LevelExhausted(
          "plan: the network needs %d levels, the parameters have %d"
              .formatted(coreDepth() + 2, top));
    }
    Encoder encoder = new Encoder(parameters);
    LatencyPacking packing = new LatencyPacking(layout);
    Scale scale = parameters.defaultScale();
    first =
        encode(encoder, packing.firstLayer(before.matrix()), top, parameters.rescaleDivisor(top));
    firstBias = encoder.encode(packing.everyBlock(before.bias()), top - 1, scale);
    Scale product = outputScale(outputBound).multiply(parameters.rescaleDivisor(last));
    second =
        encode(
            encoder,
            packing.secondLayer(after.matrix()),
            last,
            product.divide(scaleAfterCore(scale, top - 1)));
    secondBias =
        encoder.encode(packing.everyBlock(after.bias()), last - 1, outputScale(outputBound));
  }

  /** w -&gt; 2 Re(w) + rot(2 Im(w)) = w + conj(w) + rot(-i w + i conj(w)). */
  private static AutomorphismSum halves(int logN, int step) {
    return new AutomorphismSum(
        List.of(
            new AutomorphismSum.Term(Automorphism.rotation(logN, 0), 0),
            new AutomorphismSum.Term(Automorphism.conjugation(logN), 0),
            new AutomorphismSum.Term(Automorphism.rotation(logN, step), 3),
            new AutomorphismSum.Term(Automorphism.conjugation(logN, step), 1)));
  }

  private static LinearTransform encode(
      Encoder encoder, Map<Integer, ComplexVector> diagonals, int level, Scale scale) {
    int babySteps = Integer.highestOneBit((int) Math.sqrt(4.0 * diagonals.size()));
    return LinearTransform.encode(encoder, diagonals, level, scale, babySteps);
  }

  /** The largest power of two that leaves room for the outputs at level 0. */
  private Scale outputScale(double outputBound) {
    double bits = parameters.logModulus(0) - Math.log(outputBound) / Math.log(2);
    return Scale.powerOfTwo((int) Math.floor(bits) - HEADROOM_BITS);
  }

  private int coreDepth() {
    return isSquare() ? 1 : core.depth();
  }

  private boolean isSquare() {
    return core.degree() == 2;
  }

  private boolean isDepressedCubic() {
    return core.degree() == 3;
  }

  private Scale scaleAfterCore(Scale scale, int level) {
    if (!isSquare() && !isDepressedCubic()) {
      return scale;
    }
    Scale square = scale.multiply(scale).divide(parameters.rescaleDivisor(level));
    return isSquare()
        ? square
        : square.multiply(scale).divide(parameters.rescaleDivisor(level - 1));
  }

  /** The layout of inputs and outputs. */
  public LatencyLayout layout() {
    return layout;
  }

  /** The parameters. */
  public CkksParameters parameters() {
    return parameters;
  }

  /** The evaluation keys that {@link #apply} uses. */
  public KeyNeeds keyNeeds() {
    SortedMap<Integer, Integer> galois = new TreeMap<>();
    int afterFirst = parameters.limbs(parameters.maxLevel() - 1);
    addRotations(galois, first);
    overBlocks.galoisElements().forEach(g -> galois.merge(g, afterFirst, Math::max));
    addRotations(galois, second);
    overHalves.galoisElements().forEach(g -> galois.merge(g, second.limbs(), Math::max));
    return new KeyNeeds(afterFirst, galois);
  }

  private void addRotations(SortedMap<Integer, Integer> galois, LinearTransform transform) {
    for (int step : transform.rotations()) {
      galois.merge(parameters.rlwe().galoisElement(step), transform.limbs(), Math::max);
    }
  }

  /**
   * Evaluates the network.
   *
   * @param evaluator with the keys of {@link #keyNeeds}
   * @param input packed by the layout, at the top level and the default scale
   * @return outputs by the layout, at level 0
   */
  public Ciphertext apply(Evaluator evaluator, Ciphertext input) {
    LinearTransformEvaluator transforms = new LinearTransformEvaluator(evaluator);
    AutomorphismSumEvaluator sums = new AutomorphismSumEvaluator(evaluator);
    Ciphertext t = sums.apply(transforms.applyRescale(input, first), overBlocks);
    Ciphertext z = activate(evaluator, evaluator.add(t, firstBias));
    Ciphertext w = sums.applyRescale(transforms.apply(z, second), overHalves);
    return evaluator.dropToLevel(evaluator.add(w, secondBias), 0);
  }

  private Ciphertext activate(Evaluator evaluator, Ciphertext t) {
    PolynomialEvaluator polynomials = new PolynomialEvaluator(evaluator);
    if (isSquare()) {
      return evaluator.rescale(evaluator.multiplyRelinearize(t, t));
    }
    return isDepressedCubic()
        ? polynomials.depressedCubic(t, core.coefficient(1), 0)
        : polynomials.evaluate(t, core, parameters.defaultScale());
  }

  @Override
  public String toString() {
    return "LatencyPlan[weights redacted, %s, %s, %s]".formatted(layout, first, second);
  }
}
