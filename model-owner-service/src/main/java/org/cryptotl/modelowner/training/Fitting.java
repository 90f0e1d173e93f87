package org.cryptotl.modelowner.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.cryptotl.modelowner.training.TrainingRequest.OptimizerName;
import org.cryptotl.modelowner.training.TrainingRequest.Preset;
import org.cryptotl.modelowner.training.TrainingRequest.PrivacyTarget;
import org.cryptotl.modelowner.training.TrainingRequest.ScalerName;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.metric.ConfusionMatrix;
import org.cryptotl.nn.scaling.Scaler;
import org.cryptotl.nn.training.Epoch;
import org.cryptotl.nn.training.Loss;
import org.cryptotl.nn.training.Optimizer;
import org.cryptotl.nn.training.Samples;
import org.cryptotl.nn.training.Split;
import org.cryptotl.nn.training.Trainer;
import org.cryptotl.nn.training.TrainingMonitor;
import org.cryptotl.nn.training.TrainingOptions;
import org.cryptotl.nn.training.TrainingResult;
import org.cryptotl.nn.transfer.BaseTraining;

/** Fits networks to splits of one table, all in the same way. */
final class Fitting {

  /** All cores; results do not depend on their number. */
  static final Parallel CORES =
      Parallel.on(ForkJoinPool.commonPool(), Runtime.getRuntime().availableProcessors());

  private final TrainingRequest request;
  private final List<String> classes;
  private final Consumer<EpochReport> progress;
  private final BooleanSupplier cancelled;

  Fitting(
      TrainingRequest request,
      List<String> classes,
      Consumer<EpochReport> progress,
      BooleanSupplier cancelled) {
    this.request = request;
    this.classes = classes;
    this.progress = progress;
    this.cancelled = cancelled;
  }

  /**
   * A network with its output layer.
   *
   * @param lower what is below the output
   * @param scaler fitted on the training rows
   * @param heldOut scaled
   * @param result with the output layer
   */
  record Fitted(Network lower, Optional<Scaler> scaler, Samples heldOut, TrainingResult result) {

    Epoch best() {
      return result.epochs().get(result.bestEpoch() - 1);
    }

    /** Of the held-out rows. */
    ConfusionMatrix confusion(int classes) {
      int[] truth = new int[heldOut.size()];
      int[] predicted = new int[heldOut.size()];
      float[] x = new float[heldOut.inputs()];
      for (int i = 0; i < truth.length; i++) {
        heldOut.read(i, x, 0);
        truth[i] = (int) heldOut.target(i);
        predicted[i] = predicted(result.network().forward(x));
      }
      return ConfusionMatrix.of(truth, predicted, classes);
    }

    private static int predicted(float[] outputs) {
      if (outputs.length == 1) {
        return outputs[0] >= 0.5f ? 1 : 0;
      }
      int best = 0;
      for (int c = 1; c < outputs.length; c++) {
        best = outputs[c] > outputs[best] ? c : best;
      }
      return best;
    }

    @Override
    public String toString() {
      return "Fitted[weights redacted, %s]".formatted(best());
    }
  }

  /**
   * Fits.
   *
   * @param fold as {@link EpochReport} names it
   * @return empty if it was cancelled
   */
  Optional<Fitted> fit(Split split, int fold) {
    Optional<Scaler> scaler = scaler(split.training());
    Samples training = scaled(split.training(), scaler);
    Samples heldOut = scaled(split.heldOut(), scaler);
    SplittableRandom random = new SplittableRandom(request.seed());
    Network lower = lower(training.inputs(), random);
    TrainingOptions options = options(training);
    TrainingResult result =
        new Trainer(options, CORES)
            .train(withOutput(lower, random), training, heldOut, monitor(options, fold));
    if (result.ending() == TrainingResult.Ending.CANCELLED) {
      return Optional.empty();
    }
    Network frozen =
        new Network(lower.input(), result.network().layers().subList(1, 1 + lower.layers().size()));
    return Optional.of(
        new Fitted(
            request.normalizedFeatures() ? BaseTraining.normalised(frozen, training) : frozen,
            scaler,
            heldOut,
            result));
  }

  private Network lower(int inputs, SplittableRandom random) {
    Network lower;
    if (request.layers() != null) {
      lower = LayerList.build(request.layers(), inputs, random);
    } else if (request.preset() == Preset.PAPER) {
      lower = Presets.paperLower(inputs, random);
    } else {
      lower = Presets.table(inputs, request.hidden(), request.features(), random);
    }
    if (request.normalizedFeatures() && !(lower.layers().getLast() instanceof Dense)) {
      throw new Problem(
          ProblemType.INVALID_REQUEST,
          "training: got normalizedFeatures and a network that ends in %s, expected DENSE, whose"
                  .formatted(lower.layers().getLast().name())
              + " weights take up the scale of the features");
    }
    return lower;
  }

  private Network withOutput(Network lower, SplittableRandom random) {
    int features = lower.output().size();
    List<Layer> layers = new ArrayList<>();
    layers.add(new Dropout(request.inputDropout().floatValue()));
    layers.addAll(lower.layers());
    layers.add(new Dropout(request.featureDropout().floatValue()));
    boolean binary = classes.size() == 2;
    layers.add(Dense.random(features, binary ? 1 : classes.size(), random));
    layers.add(binary ? new Sigmoid() : new Softmax());
    return new Network(lower.input(), layers);
  }

  private Optional<Scaler> scaler(Samples training) {
    if (request.scaler() == ScalerName.NONE) {
      return Optional.empty();
    }
    return Optional.of(
        Scaler.fit(Scaler.Kind.valueOf(request.scaler().name()), List.of(rows(training))));
  }

  private static float[][] rows(Samples samples) {
    float[][] rows = new float[samples.size()][samples.inputs()];
    for (int i = 0; i < rows.length; i++) {
      samples.read(i, rows[i], 0);
    }
    return rows;
  }

  private static Samples scaled(Samples samples, Optional<Scaler> scaler) {
    if (scaler.isEmpty()) {
      return samples;
    }
    float[][] rows = rows(samples);
    float[] targets = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = scaler.get().apply(rows[i]);
      targets[i] = samples.target(i);
    }
    return Samples.of(rows, targets);
  }

  private TrainingOptions options(Samples training) {
    TrainingOptions options =
        TrainingOptions.of(
                classes.size() == 2 ? Loss.BINARY_CROSS_ENTROPY : Loss.CATEGORICAL_CROSS_ENTROPY)
            .withOptimizer(
                request.optimizer() == OptimizerName.ADAM
                    ? new Optimizer.Adam(request.learningRate())
                    : new Optimizer.Sgd(request.learningRate(), request.momentum()))
            .withEpochs(request.epochs())
            .withBatchSize(Math.min(request.batchSize(), training.size()))
            .withPatience(request.patience())
            .withL2(request.l2())
            .withRangePenalty(request.rangePenalty())
            .withSeed(request.seed());
    if (request.balanced()) {
      options = options.withBalancedClasses(training, classes.size());
    } else if (!request.classWeights().isEmpty()) {
      options = options.withClassWeights(classWeights());
    }
    PrivacyTarget privacy = request.privacy();
    if (privacy == null) {
      return options;
    }
    double norm = Optional.ofNullable(privacy.clippingNorm()).orElse(1.0);
    return options.withEpsilon(privacy.epsilon(), privacy.delta(), norm);
  }

  private List<Double> classWeights() {
    for (String label : request.classWeights().keySet()) {
      if (!classes.contains(label)) {
        throw new Problem(
            ProblemType.INVALID_REQUEST,
            "training: got a class weight for a label that no row has; the labels are "
                + String.join(", ", classes.subList(0, Math.min(20, classes.size()))));
      }
    }
    return classes.stream().map(c -> request.classWeights().getOrDefault(c, 1.0)).toList();
  }

  private TrainingMonitor monitor(TrainingOptions options, int fold) {
    return new TrainingMonitor() {
      @Override
      public void epochEnded(Epoch e) {
        progress.accept(
            new EpochReport(
                fold,
                e.number(),
                options.epochs(),
                e.trainingLoss(),
                e.validationLoss(),
                e.validationAccuracy()));
      }

      @Override
      public boolean isCancelled() {
        return cancelled.getAsBoolean();
      }
    };
  }
}
