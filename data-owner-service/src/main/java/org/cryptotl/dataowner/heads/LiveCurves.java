package org.cryptotl.dataowner.heads;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.cryptotl.nn.training.Epoch;
import org.cryptotl.nn.transfer.HeadInput;
import org.cryptotl.nn.transfer.HeadModel;
import org.cryptotl.nn.transfer.HeadMonitor;

/** Collects the curves of the trainings of a job for those who look on. Thread-safe. */
final class LiveCurves implements HeadMonitor {

  /** Sums over folds. */
  private static final class Sums {
    private int folds;
    private double trainingLoss;
    private double validationLoss;
    private double accuracy;

    void add(Epoch epoch) {
      folds++;
      trainingLoss += epoch.trainingLoss();
      validationLoss += epoch.validationLoss();
      accuracy += epoch.validationAccuracy();
    }

    TrainingCurves.EpochPoint mean(HeadInput input, int number) {
      return new TrainingCurves.EpochPoint(
          input, number, trainingLoss / folds, validationLoss / folds, accuracy / folds);
    }
  }

  private final BooleanSupplier cancelled;
  private final List<HeadReport.CurvePoint> byLabels = new ArrayList<>();
  private final List<TrainingCurves.CandidatePoint> candidates = new ArrayList<>();
  private final Map<HeadInput, Map<Integer, Sums>> epochs = new EnumMap<>(HeadInput.class);
  private int labels;

  LiveCurves(BooleanSupplier cancelled) {
    this.cancelled = cancelled;
  }

  /** Begins a training on so many labels; the curves of the one before are forgotten. */
  synchronized void begin(int rows) {
    labels = rows;
    candidates.clear();
    epochs.clear();
  }

  @Override
  public synchronized void candidateJudged(
      HeadInput input, HeadModel model, double logLoss, double accuracy) {
    if (model instanceof HeadModel.Logistic(double l2)) {
      candidates.add(new TrainingCurves.CandidatePoint(input, l2, logLoss, accuracy));
    }
  }

  @Override
  public synchronized void epochEnded(HeadInput input, int fold, Epoch epoch) {
    epochs
        .computeIfAbsent(input, _ -> new TreeMap<>())
        .computeIfAbsent(epoch.number(), _ -> new Sums())
        .add(epoch);
  }

  @Override
  public boolean isCancelled() {
    return cancelled.getAsBoolean();
  }

  /** Adds to the curve of accuracy by number of labels. */
  synchronized void add(HeadReport.CurvePoint point) {
    byLabels.add(point);
  }

  /** The curve of accuracy by number of labels so far. */
  synchronized List<HeadReport.CurvePoint> byLabels() {
    return List.copyOf(byLabels);
  }

  /** The present training's curves so far. */
  synchronized TrainingCurves curves() {
    List<TrainingCurves.EpochPoint> points = new ArrayList<>();
    epochs.forEach((input, numbers) ->
        numbers.forEach((number, sums) -> points.add(sums.mean(input, number))));
    return new TrainingCurves(labels, candidates, points);
  }
}
