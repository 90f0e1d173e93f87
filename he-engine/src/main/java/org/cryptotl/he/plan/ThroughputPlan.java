package org.cryptotl.he.plan;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.manifest.ThroughputLayout;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;

/**
 * A network as an encrypted evaluation of thousands of samples at once, one feature of all of them
 * a ciphertext, see {@link ThroughputLayout}. Affine maps are integer matrix products, without
 * rotations and transforms; activations work on two real values a slot, see {@link
 * org.cryptotl.he.circuit.PartwiseEvaluator}. Only the keys of relinearisation and conjugation are
 * needed.
 *
 * <p><b>Memory.</b> A ciphertext of l limbs takes 8 N l bytes. An evaluation holds, besides its
 * inputs, the results of the last activation and of the one before, and up to 64 MiB of products
 * that have not been rescaled, or twice as many for maps of more columns than one product sums up.
 * For 768 inputs, 768 hidden values and N = 8192: inputs of 5 limbs 252 MB, hidden values of 2
 * limbs 101 MB, results of 1 limb 50 MB where they are all kept.
 *
 * <p>Results hold outputs in all slots, those of an input of zeros where the batch has no sample.
 */
public final class ThroughputPlan implements Plan {

  /** Bytes of products that may wait for being rescaled. */
  private static final long PRODUCT_BYTES = 64 << 20;

  private final Manifest manifest;
  private final Optional<Flooding> flooding;
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

  /** Rounds the weights of a design. */
  ThroughputPlan(ThroughputDesign design, Manifest manifest, Optional<Flooding> flooding) {
    this.manifest = manifest;
    this.flooding = flooding;
    this.layers = design.layers().stream().map(this::encode).toList();
  }

  private Layer encode(ThroughputDesign.Layer layer) {
    Affine affine = layer.affine();
    return new Layer(
        new FeatureProduct(affine.matrix(), layer.weightScale(), rowsAtOnce(layer.level())),
        Arrays.stream(affine.bias()).boxed().toList(),
        layer.level(),
        layer.activation());
  }

  private int rowsAtOnce(int level) {
    long bytes = 2L * Integer.BYTES * parameters().rlwe().degree() * parameters().limbs(level);
    return (int) Math.max(1, PRODUCT_BYTES / bytes);
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  /** The layout of requests and replies. */
  public ThroughputLayout layout() {
    return (ThroughputLayout) manifest.layout();
  }

  @Override
  public List<Ciphertext> apply(Evaluator evaluator, List<Ciphertext> inputs) {
    Ciphertext[] results = new Ciphertext[layout().outputs()];
    apply(evaluator, inputs, (result, i) -> results[i] = result);
    return List.of(results);
  }

  /**
   * As {@link #apply(Evaluator, List)}, but hands the results over as they are made, so that they
   * need not all be kept.
   *
   * @param evaluator its threads share the limbs of products and the rows of everything else
   * @param results receives one ciphertext an output, and the output's index, on the calling
   *     thread; dense maps come in order
   */
  public void apply(
      Evaluator evaluator, List<Ciphertext> inputs, ObjIntConsumer<Ciphertext> results) {
    run(evaluator, inputs, Evaluator::rescale, results);
  }

  @Override
  public List<Ciphertext> evaluate(
      Evaluator evaluator, PublicKey publicKey, List<Ciphertext> inputs, SecureRandom random) {
    Ciphertext[] results = new Ciphertext[layout().outputs()];
    evaluate(evaluator, publicKey, inputs, random, (result, i) -> results[i] = result);
    return List.of(results);
  }

  /**
   * As {@link #evaluate(Evaluator, PublicKey, List, SecureRandom)}, but hands the results over as
   * they are made, as {@link #apply(Evaluator, List, ObjIntConsumer)}.
   */
  public void evaluate(
      Evaluator evaluator,
      PublicKey publicKey,
      List<Ciphertext> inputs,
      SecureRandom random,
      ObjIntConsumer<Ciphertext> results) {
    Rerandomization last = new Rerandomization(parameters(), publicKey, random, flooding);
    run(evaluator, inputs, last::rescale, results);
  }

  /** How the products of the last map are rescaled. */
  @FunctionalInterface
  private interface LastRescaling {
    Ciphertext rescale(Evaluator evaluator, Ciphertext product);
  }

  private void run(
      Evaluator evaluator,
      List<Ciphertext> inputs,
      LastRescaling last,
      ObjIntConsumer<Ciphertext> results) {
    List<Ciphertext> x = Requests.checked(manifest, evaluator, inputs);
    Evaluator single = new Evaluator(parameters(), evaluator.keys());
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      Ciphertext[] hidden = new Ciphertext[layer.bias().size()];
      apply(evaluator, single, layer, x, Evaluator::rescale, (value, i) -> hidden[i] = value);
      x = List.of(hidden);
    }
    apply(evaluator, single, layers.getLast(), x, last, results);
  }

  private void apply(
      Evaluator evaluator,
      Evaluator single,
      Layer layer,
      List<Ciphertext> x,
      LastRescaling rescaling,
      ObjIntConsumer<Ciphertext> results) {
    Parallel parallel = evaluator.parallel();
    FeatureProduct product = layer.product();
    for (int g = 0; g < product.groups(); g++) {
      List<Integer> rows = product.rows(g);
      Ciphertext[] group = product.apply(evaluator, g, x, parallel);
      parallel.forEach(
          group.length,
          i -> group[i] = finish(single, layer, rows.get(i), rescaling.rescale(single, group[i])));
      for (int i = 0; i < group.length; i++) {
        results.accept(group[i], rows.get(i));
      }
    }
  }

  /** What follows the rescaled matrix product in one row. */
  private Ciphertext finish(Evaluator evaluator, Layer layer, int row, Ciphertext t) {
    double bias = layer.bias().get(row);
    if (layer.activation().isPresent()) {
      return layer.activation().get().apply(evaluator, evaluator.addConstant(t, bias, bias));
    }
    // Folding shifts out of activations can leave biases that do not fit level 0 though outputs do;
    // their remainders give the same sums.
    double period = parameters().rescaleDivisor(0).divide(t.scale()).high();
    double remainder = Math.IEEEremainder(bias, period);
    return evaluator.addConstant(t, remainder, remainder);
  }

  @Override
  public String toString() {
    return "ThroughputPlan[weights redacted, %s, %d affine maps]"
        .formatted(layout(), layers.size());
  }
}
