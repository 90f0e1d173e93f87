package org.cryptotl.modelowner.training;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.training.TrainingReport.FoldReport;
import org.cryptotl.modelowner.training.TrainingRequest.EncoderName;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.metric.ConfusionMatrix;
import org.cryptotl.nn.text.TextEncoder;
import org.cryptotl.nn.training.Epoch;
import org.cryptotl.nn.training.Samples;
import org.cryptotl.nn.training.Split;
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
    SourceTable table = SourceTable.read(request, csv);
    Vectors vectors = vectors(request, table);
    Samples all = Samples.of(vectors.rows().toArray(float[][]::new), table.labels());
    Fitting fitting = new Fitting(request, table.classes(), progress, cancelled);
    List<FoldReport> folds = new ArrayList<>();
    if (request.folds() > 0) {
      for (Split fold : Split.folds(all, request.folds(), request.seed())) {
        Fitting.Fitted fitted = fitting.fit(fold, folds.size() + 1).orElse(null);
        if (fitted == null) {
          return Optional.empty();
        }
        Epoch best = fitted.best();
        folds.add(
            new FoldReport(folds.size() + 1, best.validationLoss(), best.validationAccuracy()));
      }
    }
    Split split = Split.of(all, request.validationShare(), request.seed());
    return fitting
        .fit(split, 0)
        .map(fitted ->
            new TrainedBase(
                new StoredModel(fitted.lower(), fitted.scaler(), vectors.notes()),
                samples(request, fitted.heldOut(), all.inputs()),
                report(request, table, all.size(), fitted, folds)));
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
      var encoded = encoder.encode(table.texts(), Fitting.CORES);
      for (int i = 0; i < encoded.size(); i++) {
        rows.add(encoded.vector(i));
      }
      return new Vectors(rows, Map.of("encoder", encoder.name()));
    }
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
      TrainingRequest request,
      SourceTable table,
      int rows,
      Fitting.Fitted fitted,
      List<FoldReport> folds) {
    Epoch best = fitted.best();
    ConfusionMatrix confusion = fitted.confusion(table.classes().size());
    Double delta = request.privacy() == null ? null : (Double) request.privacy().delta();
    Double epsilon = fitted.result().privacySpent().map(p -> p.epsilon(delta)).orElse(null);
    return new TrainingReport(
        rows,
        table.classes(),
        best.number(),
        best.validationLoss(),
        best.validationAccuracy(),
        finite(confusion.macroF1()),
        finite(confusion.kappa()),
        folds,
        epsilon,
        delta);
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
