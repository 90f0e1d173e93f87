package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import org.cryptotl.he.HeException;
import org.cryptotl.he.circuit.MatrixProduct;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.ThroughputLayout;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.Scale;

/**
 * A network as an encrypted evaluation of thousands of samples at once, one feature of all of them
 * a ciphertext, see {@link ThroughputLayout}. Affine maps are integer matrix products, without
 * rotations and transforms; activations work on two real values a slot, see {@link
 * org.cryptotl.he.circuit.PartwiseEvaluator}. Only the keys of relinearisation and conjugation are
 * needed.
 *
 * <p><b>Precision.</b> The scales of ciphertexts follow from the end: weights are rounded at the
 * largest scale that leaves them below 2^20 (one scale a map), the result has the largest scale
 * that leaves room for outputs of the stated size, and every scale before is what leads there.
 *
 * <p><b>Memory.</b> A ciphertext of l limbs takes 8 N l bytes. An evaluation holds, besides its
 * inputs, the results of the last activation and of the one before, and up to 64 MiB of products
 * that have not been rescaled. For 768 inputs, 768 hidden values and N = 8192: inputs of 5 limbs
 * 252 MB, hidden values of 2 limbs 101 MB, results of 1 limb 50 MB where they are all kept.
 *
 * <p>Results hold outputs in all slots, those of an input of zeros where the batch has no sample.
 * They are at level 0, and are not re-randomised: whoever sends them to the key's owner must add an
 * encryption of zero under the owner's public key first. Immutable and thread-safe.
 */
public final class ThroughputPlan {

  /**
   * What is left between the largest output times its scale and the modulus of level 0: two, since
   * coefficients are signed, times sqrt 2, since a slot holds two outputs, and as much again.
   */
  private static final double HEADROOM = 4;

  /** Bits between the scale of any argument of an affine map and its modulus. */
  private static final int ARGUMENT_BITS = 10;

  /** The largest scale of weights, for matrices of small ones. */
  private static final double MAX_WEIGHT_SCALE = 0x1p30;

  /** Bytes of products that may wait for being rescaled. */
  private static final long PRODUCT_BYTES = 64 << 20;

  private final CkksParameters parameters;
  private final ThroughputLayout layout;
  private final List<Layer> layers;

  /** An affine map at a level, and the activation that follows, if there is one. */
  private record Layer(
      FeatureProduct product,
      List<Double> bias,
      int level,
      Optional<PartwiseActivation> activation) {

    @Override
    public String toString() {
      return "Layer[weights redacted, level %d, %s]".formatted(level, activation);
    }
  }

  /**
   * Folds a network and rounds its weights.
   *
   * @param network any number of affine maps and activations
   * @param parameters with a level for each affine map and for each multiplication in a row
   * @param outputBound at least the size of every output, for all inputs
   * @throws HeException.LevelExhausted where the parameters have too few levels; it names the step
   *     of the folded network for which none are left
   */
  public ThroughputPlan(List<Step> network, CkksParameters parameters, double outputBound) {
    List<Step> steps = Folding.fold(network);
    if (!(outputBound > 0) || !Double.isFinite(outputBound)) {
      throw new IllegalArgumentException(
          "plan: got the output bound %s, expected a positive number".formatted(outputBound));
    }
    Levels.require(steps, parameters.maxLevel());
    this.parameters = parameters;
    List<Layer> fromTheEnd = new ArrayList<>();
    Optional<PartwiseActivation> activation = Optional.empty();
    Scale wanted = outputScale(outputBound);
    int level = 0;
    for (Step step : steps.reversed()) {
      level += Levels.depth(step);
      switch (step) {
        case Affine affine -> {
          Scale weights = weightScale(affine.matrix());
          fromTheEnd.add(
              new Layer(
                  new FeatureProduct(affine.matrix(), weights, rowsAtOnce(level)),
                  Arrays.stream(affine.bias()).boxed().toList(),
                  level,
                  activation));
          wanted = argumentScale(wanted, weights, level);
        }
        case Activation(int size, var core) -> {
          activation = Optional.of(new PartwiseActivation(core, wanted));
          wanted = activation.get().argumentScale(parameters, level);
        }
      }
    }
    layers = List.copyOf(fromTheEnd.reversed());
    layout =
        new ThroughputLayout(
            parameters.slots(),
            steps.getFirst().inputs(),
            steps.getLast().outputs(),
            level,
            wanted);
  }

  private Scale outputScale(double outputBound) {
    return Scale.of(Math.pow(2, parameters.logModulus(0)) / (HEADROOM * outputBound));
  }

  private static Scale weightScale(Matrix matrix) {
    double largest = matrix.largest();
    return Scale.of(Math.min((MatrixProduct.WEIGHT_BOUND - 1) / largest, MAX_WEIGHT_SCALE));
  }

  /** The scale of a map's argument that leads to that of its rescaled result, if it fits. */
  private Scale argumentScale(Scale result, Scale weights, int level) {
    double scale = result.multiply(parameters.rescaleDivisor(level)).divide(weights).high();
    double most = Math.pow(2, parameters.logModulus(level) - ARGUMENT_BITS);
    return Scale.of(Math.min(scale, most));
  }

  private int rowsAtOnce(int level) {
    long bytes = 2L * Integer.BYTES * parameters.rlwe().degree() * parameters.limbs(level);
    return (int) Math.max(1, PRODUCT_BYTES / bytes);
  }

  /** The layout of requests and replies. */
  public ThroughputLayout layout() {
    return layout;
  }

  /** The parameters. */
  public CkksParameters parameters() {
    return parameters;
  }

  /** The evaluation keys that {@link #apply} uses: none for a network without activations. */
  public KeyNeeds keyNeeds() {
    SortedMap<Integer, Integer> galois = new TreeMap<>();
    if (layers.size() == 1) {
      return new KeyNeeds(0, galois);
    }
    int limbs = parameters.limbs(layout.level() - 1);
    galois.put(parameters.rlwe().conjugationElement(), limbs);
    return new KeyNeeds(limbs, galois);
  }

  /**
   * Evaluates the network and keeps all results.
   *
   * @return one ciphertext an output, as {@link #apply(Evaluator, List, ObjIntConsumer)} hands over
   */
  public List<Ciphertext> apply(Evaluator evaluator, List<Ciphertext> inputs) {
    Ciphertext[] results = new Ciphertext[layout.outputs()];
    apply(evaluator, inputs, (result, i) -> results[i] = result);
    return List.of(results);
  }

  /**
   * Evaluates the network and hands the results over as they are made, so that they need not all be
   * kept.
   *
   * @param evaluator with the keys of {@link #keyNeeds}; its threads share the limbs of products
   *     and the rows of everything else
   * @param inputs one ciphertext a feature by the layout: of its level or a higher one, and of its
   *     scale
   * @param results receives one ciphertext an output, at level 0, and the output's index, on the
   *     calling thread; dense maps come in order
   * @throws IllegalArgumentException for another number of inputs
   * @throws HeException.MissingGaloisKey if that key is missing, before any work
   * @throws HeException.MissingRelinearizationKey likewise
   * @throws HeException.ScaleMismatch for inputs of another scale
   * @throws HeException.LevelExhausted for inputs of a lower level
   */
  public void apply(
      Evaluator evaluator, List<Ciphertext> inputs, ObjIntConsumer<Ciphertext> results) {
    List<Ciphertext> x = checked(evaluator, inputs);
    Evaluator single = new Evaluator(parameters, evaluator.keys());
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      Ciphertext[] hidden = new Ciphertext[layer.bias().size()];
      apply(evaluator, single, layer, x, (value, i) -> hidden[i] = value);
      x = List.of(hidden);
    }
    apply(evaluator, single, layers.getLast(), x, results);
  }

  private void apply(
      Evaluator evaluator,
      Evaluator single,
      Layer layer,
      List<Ciphertext> x,
      ObjIntConsumer<Ciphertext> results) {
    Parallel parallel = evaluator.parallel();
    FeatureProduct product = layer.product();
    for (int g = 0; g < product.groups(); g++) {
      List<Integer> rows = product.rows(g);
      Ciphertext[] group = product.apply(evaluator, g, x, parallel);
      parallel.forEach(group.length, i -> group[i] = finish(single, layer, rows.get(i), group[i]));
      for (int i = 0; i < group.length; i++) {
        results.accept(group[i], rows.get(i));
      }
    }
  }

  /** What follows the matrix product in one row. */
  private Ciphertext finish(Evaluator evaluator, Layer layer, int row, Ciphertext product) {
    Ciphertext t = evaluator.rescale(product);
    double bias = layer.bias().get(row);
    if (layer.activation().isPresent()) {
      return layer.activation().get().apply(evaluator, evaluator.addConstant(t, bias, bias));
    }
    // Folding shifts out of activations can leave biases that do not fit level 0 though outputs do;
    // their remainders give the same sums.
    double period = parameters.rescaleDivisor(0).divide(t.scale()).high();
    double remainder = Math.IEEEremainder(bias, period);
    return evaluator.addConstant(t, remainder, remainder);
  }

  private List<Ciphertext> checked(Evaluator evaluator, List<Ciphertext> inputs) {
    parameters.rlwe().require("evaluator", evaluator.parameters().rlwe());
    requireKeys(evaluator.keys());
    if (inputs.size() != layout.inputs()) {
      throw new IllegalArgumentException(
          "inputs: got %d ciphertexts, expected %d, one a feature"
              .formatted(inputs.size(), layout.inputs()));
    }
    List<Ciphertext> checked = new ArrayList<>();
    for (Ciphertext input : inputs) {
      if (!input.scale().matches(layout.scale())) {
        throw new HeException.ScaleMismatch(
            "inputs: got scale %s, expected %s".formatted(input.scale(), layout.scale()));
      }
      checked.add(evaluator.dropToLevel(input, layout.level()));
    }
    return checked;
  }

  /** Missing keys are found before the work begins. */
  private void requireKeys(EvaluationKeys keys) {
    KeyNeeds needs = keyNeeds();
    needs.galoisLimbs().forEach(keys::galois);
    if (needs.relinearizationLimbs() > 0) {
      keys.relinearization(needs.relinearizationLimbs());
    }
  }

  @Override
  public String toString() {
    return "ThroughputPlan[weights redacted, %s, %d affine maps]".formatted(layout, layers.size());
  }
}
