package org.cryptotl.nn.transfer;

import java.util.Optional;
import org.cryptotl.nn.scaling.Scaler;
import org.cryptotl.nn.training.Loss;
import org.cryptotl.nn.training.Optimizer;
import org.cryptotl.nn.training.TrainingOptions;

/**
 * How to train a base.
 *
 * @param training optimizer, epochs, L2, range penalty of the polynomial activations, class
 *     weights, seed and privacy; the loss is binary cross-entropy, since the temporary output is
 *     logistic
 * @param inputDropout share of the inputs that each step leaves out, in [0, 1)
 * @param featureDropout share of the features that each step leaves out, in [0, 1): keeps the base
 *     from resting on few of them
 * @param heldOut share of the samples that early stopping judges by, in (0, 1)
 * @param scaler of the inputs; without one, it is fitted on the sources
 */
public record BaseOptions(
    TrainingOptions training,
    double inputDropout,
    double featureDropout,
    double heldOut,
    Optional<Scaler> scaler) {

  /** Checks what goes together. */
  public BaseOptions {
    if (training.loss() != Loss.BINARY_CROSS_ENTROPY) {
      throw new IllegalArgumentException(
          "base: got the loss %s, expected BINARY_CROSS_ENTROPY, which the logistic output needs"
              .formatted(training.loss()));
    }
    if (!(inputDropout >= 0 && inputDropout < 1 && featureDropout >= 0 && featureDropout < 1)) {
      throw new IllegalArgumentException(
          "base: got dropout %s of inputs and %s of features, expected rates in [0, 1)"
              .formatted(inputDropout, featureDropout));
    }
    if (!(heldOut > 0 && heldOut < 1)) {
      throw new IllegalArgumentException(
          "base: got a share of %s to hold out, expected one in (0, 1)".formatted(heldOut));
    }
    if (training.privacy().isPresent() && scaler.isEmpty()) {
      throw new IllegalArgumentException(
          "base: got privacy and no scaler, but one that is fitted on the sources tells of them"
              + " without noise; give one that comes from elsewhere");
    }
  }

  /**
   * The recipe that served best in the transfer benchmark: Adam at 5 * 10^-4, at most 40 epochs
   * with patience 8, L2 10^-4, range penalty 0.1, half of the inputs and half of the features
   * dropped, a tenth of the samples held out.
   */
  public static BaseOptions standard() {
    return new BaseOptions(
        TrainingOptions.of(Loss.BINARY_CROSS_ENTROPY)
            .withOptimizer(new Optimizer.Adam(5e-4))
            .withEpochs(40)
            .withPatience(8)
            .withL2(1e-4)
            .withRangePenalty(0.1),
        0.5,
        0.5,
        0.1,
        Optional.empty());
  }

  /** The same with other options of the training itself. */
  public BaseOptions withTraining(TrainingOptions other) {
    return new BaseOptions(other, inputDropout, featureDropout, heldOut, scaler);
  }

  /** The same with a scaler that comes from elsewhere. */
  public BaseOptions withScaler(Scaler other) {
    return new BaseOptions(training, inputDropout, featureDropout, heldOut, Optional.of(other));
  }
}
