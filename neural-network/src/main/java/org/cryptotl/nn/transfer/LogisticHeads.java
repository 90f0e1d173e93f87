package org.cryptotl.nn.transfer;

import java.util.List;
import java.util.function.BiConsumer;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.layer.Weights;

/** Logistic heads on one input, of several penalties. */
final class LogisticHeads {

  private final Task task;
  private final Design design;
  private final double[] penalties;
  private final double unit;

  /** Heads on these rows; penalties go from the strongest to the weakest. */
  LogisticHeads(Task task, float[][] rows, List<Double> penalties) {
    this.task = task;
    this.design = new Design(rows);
    this.penalties = penalties.stream().mapToDouble(Double::doubleValue).toArray();
    this.unit = Math.max(design.meanSquare(), Double.MIN_NORMAL);
  }

  /**
   * Tells what the heads of each penalty say of held-out samples, from the strongest penalty on,
   * each starting where the one before ended. Ends where the loss has risen twice: weaker penalties
   * would only overfit more.
   */
  void crossValidate(Parallel parallel, Runnable checkpoint, BiConsumer<Double, HeldOut> judged) {
    int pieces = task.repetitions() * task.folds();
    double[][] points = new double[pieces][regression().size()];
    double before = Double.POSITIVE_INFINITY;
    int rises = 0;
    for (int k = 0; k < penalties.length && rises < 2; k++) {
      double l2 = penalties[k] * unit;
      double[][][] said = new double[task.repetitions()][task.size()][];
      parallel.forEach(
          pieces,
          piece -> {
            checkpoint.run();
            int[] rows = task.rows(piece / task.folds(), piece % task.folds(), true);
            double[] importance = task.importance().clone();
            for (int i : rows) {
              importance[i] = 0;
            }
            LogisticRegression regression = regression();
            points[piece] = regression.fit(importance, l2, points[piece]);
            double[][] p = regression.probabilities(points[piece]);
            for (int i : rows) {
              said[piece / task.folds()][i] = p[i];
            }
          });
      HeldOut answers = new HeldOut(said, task.labels(), task.importance());
      rises = answers.logLoss() > before ? rises + 1 : 0;
      before = answers.logLoss();
      judged.accept(penalties[k], answers);
    }
  }

  /** The head that all samples lead to. */
  Network fit(double penalty) {
    LogisticRegression regression = regression();
    double[] point =
        regression.fit(task.importance(), penalty * unit, new double[regression.size()]);
    int width = design.width();
    int outputs = point.length / (width + 1);
    float[] weights = new float[outputs * width];
    for (int j = 0; j < weights.length; j++) {
      weights[j] = (float) point[j];
    }
    float[] bias = new float[outputs];
    float[] all = new float[0];
    int inputs = 0;
    for (int c = 0; c < outputs; c++) {
      float[] own = design.original(weights, c * width);
      inputs = own.length;
      all = c == 0 ? new float[outputs * inputs] : all;
      System.arraycopy(own, 0, all, c * inputs, inputs);
      bias[c] = (float) point[weights.length + c];
    }
    return Network.of(
        Shape.of(inputs),
        new Dense(inputs, outputs, Weights.of(all), Weights.of(bias)),
        outputs == 1 ? new Sigmoid() : new Softmax());
  }

  private LogisticRegression regression() {
    return new LogisticRegression(design, task.labels(), task.classes());
  }
}
