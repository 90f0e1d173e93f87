package org.cryptotl.modelowner.training;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.cryptotl.modelowner.training.TrainingRequest.EncoderName;
import org.cryptotl.modelowner.training.TrainingRequest.Preset;
import org.cryptotl.modelowner.training.TrainingRequest.PrivacyTarget;
import org.cryptotl.modelowner.training.TrainingRequest.ScalerName;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.scaling.Scaler;
import org.cryptotl.nn.text.TextEncoder;
import org.cryptotl.nn.training.Epoch;
import org.cryptotl.nn.training.Loss;
import org.cryptotl.nn.training.Optimizer;
import org.cryptotl.nn.training.Samples;
import org.cryptotl.nn.training.Split;
import org.cryptotl.nn.training.Trainer;
import org.cryptotl.nn.training.TrainingMonitor;
import org.cryptotl.nn.training.TrainingOptions;
import org.cryptotl.nn.training.TrainingResult;
import org.springframework.stereotype.Component;

/**
 * Trains a base network under a throw-away output layer and keeps what is below it.
 *
 * <p>Under privacy no scaler is fitted and plans are made with random samples, since both would
 * tell something of single rows without noise.
 */
@Component
public class BaseTrainer {

  /** Rows to plan with. */
  private static final int PLANNING_SAMPLES = 64;

  /** All cores; results do not depend on their number. */
  private static final Parallel CORES =
      Parallel.on(ForkJoinPool.commonPool(), Runtime.getRuntime().availableProcessors());

  BaseTrainer() {}

  /**
   * Trains.
   *
   * @param csv the source table; read to its end
   * @param progress gets each epoch as it ends
   * @param cancelled asked before each batch
   * @return empty if it was cancelled
   * @throws Problem if the table or the request cannot be used
   */
  public Optional<TrainedBase> train(
      TrainingRequest asked,
      InputStream csv,
      Consumer<EpochReport> progress,
      BooleanSupplier cancelled)
      throws IOException {
    TrainingRequest request = asked.filled();
    if (request.privacy() != null && request.scaler() != ScalerName.NONE) {
      throw new Problem(
          ProblemType.INVALID_REQUEST,
          "training: got a scaler and privacy; a scaler tells of the training rows without noise,"
              + " so expected scaler NONE");
    }
    SourceTable table = SourceTable.read(request, csv);
    Vectors vectors = vectors(request, table);
    List<float[]> rows = vectors.rows();
    int inputs = rows.getFirst().length;
    int[] labels = table.labels();
    Split split =
        Split.of(
            Samples.of(rows.toArray(float[][]::new), labels),
            request.validationShare(),
            request.seed());
    Optional<Scaler> scaler = scaler(request, split.training());
    Samples training = scaled(split.training(), scaler);
    Samples heldOut = scaled(split.heldOut(), scaler);

    SplittableRandom random = new SplittableRandom(request.seed());
    Network lower =
        request.preset() == Preset.PAPER
            ? Presets.paperLower(inputs, random)
            : Presets.table(inputs, request.hidden(), request.features(), random);
    int classes = table.classes().size();
    Network base = lower.then(output(lower.output().size(), classes, random));
    TrainingOptions options = options(request, training.size(), classes);
    TrainingResult result =
        new Trainer(options, CORES)
            .train(base, training, heldOut, monitor(options, progress, cancelled));
    if (result.ending() == TrainingResult.Ending.CANCELLED) {
      return Optional.empty();
    }
    StoredModel model =
        new StoredModel(result.network().first(lower.layers().size()), scaler, vectors.notes());
    return Optional.of(
        new TrainedBase(
            model, samples(request, heldOut, inputs), report(request, table, rows.size(), result)));
  }

  /** What goes into the network, and a note that tells data owners how texts become such. */
  private record Vectors(List<float[]> rows, Map<String, String> notes) {}

  private static Vectors vectors(TrainingRequest request, SourceTable table) {
    if (request.textColumn() == null) {
      return new Vectors(table.vectors(), Map.of());
    }
    List<float[]> rows = new ArrayList<>();
    try (TextEncoder encoder =
        request.encoder() == EncoderName.MINI_LM
            ? TextEncoder.miniLm()
            : TextEncoder.miniLmAndBge()) {
      var encoded = encoder.encode(table.texts(), CORES);
      for (int i = 0; i < encoded.size(); i++) {
        rows.add(encoded.vector(i));
      }
      return new Vectors(rows, Map.of("encoder", encoder.name()));
    }
  }

  private static Optional<Scaler> scaler(TrainingRequest request, Samples training) {
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

  private static Network output(int features, int classes, SplittableRandom random) {
    return classes == 2
        ? Network.of(Shape.of(features), Dense.random(features, 1, random), new Sigmoid())
        : Network.of(Shape.of(features), Dense.random(features, classes, random), new Softmax());
  }

  private static TrainingOptions options(TrainingRequest request, int samples, int classes) {
    TrainingOptions options =
        TrainingOptions.of(
                classes == 2 ? Loss.BINARY_CROSS_ENTROPY : Loss.CATEGORICAL_CROSS_ENTROPY)
            .withOptimizer(new Optimizer.Adam(request.learningRate()))
            .withEpochs(request.epochs())
            .withBatchSize(Math.min(request.batchSize(), samples))
            .withPatience(request.patience())
            .withRangePenalty(request.rangePenalty())
            .withSeed(request.seed());
    PrivacyTarget privacy = request.privacy();
    if (privacy == null) {
      return options;
    }
    double norm = Optional.ofNullable(privacy.clippingNorm()).orElse(1.0);
    return options.withEpsilon(privacy.epsilon(), privacy.delta(), norm, samples);
  }

  private static TrainingMonitor monitor(
      TrainingOptions options, Consumer<EpochReport> progress, BooleanSupplier cancelled) {
    return new TrainingMonitor() {
      @Override
      public void epochEnded(Epoch e) {
        progress.accept(
            new EpochReport(
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

  private static List<float[]> samples(TrainingRequest request, Samples heldOut, int inputs) {
    List<float[]> samples = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < Math.min(PLANNING_SAMPLES, heldOut.size()); i++) {
      float[] x = new float[inputs];
      if (request.privacy() == null) {
        heldOut.read(i, x, 0);
      } else {
        for (int j = 0; j < inputs; j++) {
          x[j] = (float) random.nextDouble(-1, 1);
        }
      }
      samples.add(x);
    }
    return samples;
  }

  private static TrainingReport report(
      TrainingRequest request, SourceTable table, int rows, TrainingResult result) {
    Epoch best = result.epochs().get(result.bestEpoch() - 1);
    Double delta = request.privacy() == null ? null : (Double) request.privacy().delta();
    Double epsilon = result.privacySpent().map(p -> p.epsilon(delta)).orElse(null);
    return new TrainingReport(
        rows,
        table.classes(),
        best.number(),
        best.validationLoss(),
        best.validationAccuracy(),
        epsilon,
        delta);
  }
}
