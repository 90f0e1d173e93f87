package org.cryptotl.nn.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.training.Epoch;
import org.cryptotl.nn.training.Loss;
import org.cryptotl.nn.training.Samples;
import org.cryptotl.nn.training.Trainer;
import org.cryptotl.nn.training.TrainingMonitor;
import org.cryptotl.nn.training.TrainingOptions;

/** Heads of two layers on one input. */
final class TwoLayerHeads {

  private static final double L2 = 1e-3;

  private final Task task;
  private final float[][] rows;
  private final Samples samples;
  private final int hidden;
  private final TrainingOptions options;
  private final HeadInput input;
  private final HeadMonitor monitor;
  private final Parallel parallel;

  TwoLayerHeads(
      Task task,
      HeadInput input,
      float[][] rows,
      HeadOptions head,
      HeadMonitor monitor,
      Parallel parallel) {
    this.task = task;
    this.input = input;
    this.rows = rows;
    this.samples = Samples.of(rows, task.labels());
    this.hidden = head.hidden();
    this.monitor = monitor;
    this.parallel = parallel;
    TrainingOptions plain =
        TrainingOptions.of(
                task.classes() == 2 ? Loss.BINARY_CROSS_ENTROPY : Loss.CATEGORICAL_CROSS_ENTROPY)
            .withEpochs(head.epochs())
            .withBatchSize(64)
            .withPatience(head.patience())
            .withL2(L2)
            .withSeed(head.seed());
    options = head.balanced() ? plain.withBalancedClasses(samples, task.classes()) : plain;
  }

  /** The number of epochs after which the loss on held-out samples is smallest: a median. */
  int epochs() {
    int[] best = new int[task.folds()];
    for (int fold = 0; fold < best.length; fold++) {
      best[fold] =
          new Trainer(options, parallel)
              .train(
                  untrained(),
                  samples.rows(task.rows(0, fold, false)),
                  samples.rows(task.rows(0, fold, true)),
                  watching(OptionalInt.of(fold)))
              .bestEpoch();
    }
    Arrays.sort(best);
    return Math.max(1, best[best.length / 2]);
  }

  /** What heads of so many epochs say of held-out samples, in one repetition. */
  HeldOut crossValidate(int epochs) {
    double[][][] said = new double[1][task.size()][];
    for (int fold = 0; fold < task.folds(); fold++) {
      Network network = fit(samples.rows(task.rows(0, fold, false)), epochs);
      int[] heldOut = task.rows(0, fold, true);
      List<float[]> seen = new ArrayList<>();
      for (int i : heldOut) {
        seen.add(rows[i]);
      }
      double[][] p = Head.probabilities(network, seen.toArray(float[][]::new), parallel);
      for (int i = 0; i < heldOut.length; i++) {
        said[0][heldOut[i]] = p[i];
      }
    }
    return new HeldOut(said, task.labels(), task.importance());
  }

  /** The head that all samples lead to. */
  Network fit(int epochs) {
    return fit(samples, epochs);
  }

  private Network fit(Samples some, int epochs) {
    return new Trainer(options.withEpochs(epochs), parallel)
        .train(untrained(), some, watching(OptionalInt.empty()))
        .network();
  }

  /** Tells of the epochs of a fold; those of other trainings are not judged by anything. */
  private TrainingMonitor watching(OptionalInt fold) {
    return new TrainingMonitor() {
      @Override
      public void epochEnded(Epoch epoch) {
        fold.ifPresent(number -> monitor.epochEnded(input, number, epoch));
      }

      @Override
      public boolean isCancelled() {
        return monitor.isCancelled();
      }
    };
  }

  private Network untrained() {
    SplittableRandom random = new SplittableRandom(options.seed());
    int inputs = samples.inputs();
    int outputs = task.classes() == 2 ? 1 : task.classes();
    return Network.of(
        Shape.of(inputs),
        Dense.random(inputs, hidden, random),
        new Relu(),
        new Dropout(0.2f),
        Dense.random(hidden, outputs, random),
        outputs == 1 ? new Sigmoid() : new Softmax());
  }
}
