package org.cryptotl.he.plan;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cryptotl.he.HeException;
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
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.RlweParameters;
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
  private final LinearTransform second;
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
    secondBias = encoder.encode(packing.everyBlock(after.bias()), last, product);
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
    RlweParameters rlwe = parameters.rlwe();
    SortedMap<Integer, Integer> galois = new TreeMap<>();
    int afterFirst = parameters.limbs(parameters.maxLevel() - 1);
    addRotations(galois, first);
    for (int step = layout.slots() / 2; step >= layout.stride(); step /= 2) {
      galois.merge(rlwe.galoisElement(step), afterFirst, Math::max);
    }
    galois.merge(rlwe.conjugationElement(), afterFirst, Math::max);
    addRotations(galois, second);
    galois.merge(rlwe.galoisElement(layout.stride() / 2), second.limbs(), Math::max);
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
    Ciphertext t = evaluator.rescale(transforms.apply(input, first));
    for (int step = layout.slots() / 2; step >= layout.stride(); step /= 2) {
      t = evaluator.add(t, evaluator.rotate(t, step));
    }
    t = evaluator.add(t, evaluator.conjugate(t));
    Ciphertext z = activate(evaluator, evaluator.add(t, firstBias));
    Ciphertext w = transforms.apply(z, second);
    Ciphertext conjugate = evaluator.conjugate(w);
    Ciphertext twiceRe = evaluator.add(w, conjugate);
    Ciphertext twiceIm =
        evaluator.multiplyConstant(evaluator.subtract(w, conjugate), 0, -1, Scale.of(1));
    Ciphertext y = evaluator.add(twiceRe, evaluator.rotate(twiceIm, layout.stride() / 2));
    return evaluator.dropToLevel(evaluator.rescale(evaluator.add(y, secondBias)), 0);
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
