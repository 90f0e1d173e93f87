package org.cryptotl.he.plan;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cryptotl.he.circuit.AutomorphismSum;
import org.cryptotl.he.circuit.AutomorphismSumEvaluator;
import org.cryptotl.he.circuit.LinearTransform;
import org.cryptotl.he.circuit.LinearTransformEvaluator;
import org.cryptotl.he.circuit.Rescaling;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ckks.Plaintext;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.plan.Stage.ActivationStage;
import org.cryptotl.he.plan.Stage.AffineStage;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;
import org.cryptotl.he.rlwe.Scale;

/**
 * A network as an encrypted evaluation of one sample, or a few, a ciphertext. Everything that
 * depends on weights is encoded once, here.
 *
 * <p>All slots of the result hold outputs or zero.
 */
public final class LatencyPlan implements Plan {

  /** A stage with what was encoded for it. */
  private sealed interface Encoded {}

  private record EncodedAffine(
      List<List<LinearTransform>> transforms,
      List<AutomorphismSum> sums,
      List<Plaintext> bias,
      Rescaling rescaling)
      implements Encoded {}

  private record EncodedActivation(ActivationStage stage, List<Spread> spread) implements Encoded {}

  private final LatencyDesign design;
  private final Manifest manifest;
  private final Optional<Flooding> flooding;
  private final List<Encoded> stages = new ArrayList<>();

  /** Encodes a design. */
  LatencyPlan(LatencyDesign design, Manifest manifest, Optional<Flooding> flooding) {
    this.design = design;
    this.manifest = manifest;
    this.flooding = flooding;
    Encoder encoder = new Encoder(design.parameters());
    Scale scale = design.parameters().defaultScale();
    for (Stage stage : design.stages()) {
      switch (stage) {
        case AffineStage affine -> {
          Scale product = scale.multiply(affine.weightScale());
          scale = product.divide(design.parameters().rescaleDivisor(stage.level()));
          boolean later = affine.rescaling() == Rescaling.NONE;
          stages.add(encode(encoder, affine, later ? product : scale));
        }
        case ActivationStage activation -> {
          scale = Core.scale(activation.core(), scale, design.parameters(), stage.level());
          stages.add(new EncodedActivation(activation, spread(encoder, activation)));
        }
      }
    }
  }

  private EncodedAffine encode(Encoder encoder, AffineStage stage, Scale biasScale) {
    LatencyLayout layout = design.layout();
    Pattern pattern = stage.pattern();
    List<List<LinearTransform>> transforms = new ArrayList<>();
    List<Plaintext> bias = new ArrayList<>();
    for (int out = 0; out < pattern.outParts(); out++) {
      List<LinearTransform> row = new ArrayList<>();
      for (int in = 0; in < pattern.inParts(); in++) {
        Map<Integer, ComplexVector> values =
            pattern.values(out, in, layout.slots(), layout.batch());
        if (values.isEmpty()) {
          values.put(0, ComplexVector.real(0));
        }
        row.add(
            LinearTransform.encode(
                encoder,
                values,
                stage.level(),
                stage.weightScale(),
                stage.babySteps() * layout.batch()));
      }
      transforms.add(row);
      int level = stage.rescaling() == Rescaling.NONE ? stage.level() : stage.level() - 1;
      bias.add(encoder.encode(bias(stage, out), level, biasScale));
    }
    return new EncodedAffine(transforms, design.sums(stage), bias, stage.rescaling());
  }

  /** What becomes the bias by the sums, at every place of a part where the result will lie. */
  private ComplexVector bias(AffineStage stage, int part) {
    LatencyLayout layout = design.layout();
    Placement rows = stage.pattern().packing().rows();
    double[] bias = stage.affine().bias();
    int gain = 1;
    for (AutomorphismSum sum : design.sums(stage)) {
      gain *= sum.gain();
    }
    double[] re = new double[layout.slots()];
    for (int i = 0; i < bias.length; i++) {
      if (rows.part(i) == part) {
        for (int place = rows.place(i); place < layout.places(); place += rows.period()) {
          for (int j = 0; j < layout.batch(); j++) {
            re[place * layout.batch() + j] = bias[i] / gain;
          }
        }
      }
    }
    return ComplexVector.real(re);
  }

  private List<Spread> spread(Encoder encoder, ActivationStage stage) {
    if (stage.spread() == 1) {
      return List.of();
    }
    int period = stage.placement().period() * design.layout().batch();
    return List.of(
        new Spread(encoder, stage.level(), period, stage.spread(), design.spreadOffset(stage)));
  }

  /** The layout of inputs and outputs. */
  public LatencyLayout layout() {
    return design.layout();
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  /** Level of the ciphertexts of an input. */
  public int inputLevel() {
    return design.inputLevel();
  }

  @Override
  public List<Ciphertext> apply(Evaluator evaluator, List<Ciphertext> inputs) {
    return run(evaluator, inputs, Optional.empty());
  }

  @Override
  public List<Ciphertext> evaluate(
      Evaluator evaluator, PublicKey publicKey, List<Ciphertext> inputs, SecureRandom random) {
    Rerandomization last = new Rerandomization(parameters(), publicKey, random, flooding);
    return run(evaluator, inputs, Optional.of(last));
  }

  private List<Ciphertext> run(
      Evaluator evaluator, List<Ciphertext> inputs, Optional<Rerandomization> last) {
    List<Ciphertext> x = Requests.checked(manifest, evaluator, inputs);
    for (int i = 0; i < stages.size(); i++) {
      Optional<Rerandomization> end = i == stages.size() - 1 ? last : Optional.empty();
      x =
          switch (stages.get(i)) {
            case EncodedAffine affine -> apply(evaluator, affine, x, end);
            case EncodedActivation activation -> apply(evaluator, activation, x);
          };
    }
    return x;
  }

  private static List<Ciphertext> apply(
      Evaluator evaluator,
      EncodedAffine stage,
      List<Ciphertext> x,
      Optional<Rerandomization> rerandomization) {
    LinearTransformEvaluator transforms = new LinearTransformEvaluator(evaluator);
    AutomorphismSumEvaluator sums = new AutomorphismSumEvaluator(evaluator);
    List<Ciphertext> results = new ArrayList<>();
    for (int out = 0; out < stage.transforms().size(); out++) {
      List<LinearTransform> row = stage.transforms().get(out);
      Ciphertext sum = null;
      for (int in = 0; in < row.size(); in++) {
        Ciphertext share = transforms.apply(x.get(in), row.get(in), stage.rescaling());
        sum = sum == null ? share : evaluator.add(sum, share);
      }
      sum = evaluator.add(sum, stage.bias().get(out));
      for (int i = 0; i < stage.sums().size(); i++) {
        boolean rescale = stage.rescaling() == Rescaling.NONE && i == stage.sums().size() - 1;
        AutomorphismSum each = stage.sums().get(i);
        if (rescale && rerandomization.isPresent()) {
          sum = rerandomization.get().rescale(evaluator, sums.apply(sum, each));
        } else {
          sum = rescale ? sums.applyRescale(sum, each) : sums.apply(sum, each);
        }
      }
      results.add(sum);
    }
    return results;
  }

  private static List<Ciphertext> apply(
      Evaluator evaluator, EncodedActivation activation, List<Ciphertext> x) {
    List<Ciphertext> results = new ArrayList<>();
    for (Ciphertext t : x) {
      results.add(
          activation.spread().isEmpty()
              ? Core.apply(activation.stage().core(), evaluator, t)
              : activation.spread().get(0).apply(activation.stage().core(), evaluator, t));
    }
    return results;
  }

  @Override
  public String toString() {
    return "LatencyPlan[weights redacted, %s, %s]".formatted(parameters(), layout());
  }
}
