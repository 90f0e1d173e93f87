package org.cryptotl.modelowner.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cryptotl.modelowner.problems.Plain;

/**
 * How to train a base network; what is not given is null and has a usual value.
 *
 * @param labelColumn the column of labels
 * @param textColumn the column of texts; without one all other columns are numbers
 * @param encoder of texts
 * @param scaler fitted on the training rows
 * @param preset the network; TABLE or PAPER
 * @param layers an own network instead of a preset, without the output layer that is thrown away
 * @param hidden of TABLE: width of the hidden layer
 * @param features of TABLE: entries of the output
 * @param epochs most of them
 * @param batchSize samples a step
 * @param optimizer how gradients change weights
 * @param learningRate of the optimizer
 * @param momentum of SGD
 * @param l2 factor of half the squared weights in the loss
 * @param inputDropout share of the inputs that each step leaves out
 * @param featureDropout share of the features that each step leaves out
 * @param classWeights factor of the loss of each label that is named; 1 for the others
 * @param balanced whether all labels count as much as each other, however many rows they have
 * @param normalizedFeatures whether features get mean 0 and deviation 1 over the training rows
 * @param rangePenalty keeps what goes into a polynomial inside its range
 * @param validationShare rows that are held out to judge by
 * @param folds so many times a network is trained with another part held out, before the one that
 *     is kept; null or 0 for none
 * @param patience epochs without a better one before training stops
 * @param seed of weights and shuffling
 * @param privacy the wanted differential privacy
 */
public record TrainingRequest(
    @NotBlank @Pattern(regexp = Plain.TEXT, message = Plain.MESSAGE) String labelColumn,
    @Pattern(regexp = Plain.TEXT, message = Plain.MESSAGE) String textColumn,
    EncoderName encoder,
    ScalerName scaler,
    Preset preset,
    @Valid @Size(min = 1, max = 64) List<@NotNull LayerDocument> layers,
    @Min(1) @Max(4096) Integer hidden,
    @Min(1) @Max(4096) Integer features,
    @Min(1) @Max(10_000) Integer epochs,
    @Min(1) @Max(65_536) Integer batchSize,
    OptimizerName optimizer,
    @Positive @DecimalMax("10") Double learningRate,
    @DecimalMin("0") @DecimalMax("0.999") Double momentum,
    @DecimalMin("0") @DecimalMax("10") Double l2,
    @DecimalMin("0") @DecimalMax("1000") Double rangePenalty,
    @DecimalMin("0") @DecimalMax("0.95") Double inputDropout,
    @DecimalMin("0") @DecimalMax("0.95") Double featureDropout,
    @Size(max = 1000)
        Map<
                @NotNull @Pattern(regexp = Plain.TEXT, message = Plain.MESSAGE) String,
                @NotNull @Positive @DecimalMax("1000000") Double>
            classWeights,
    Boolean balanced,
    Boolean normalizedFeatures,
    @DecimalMin("0.01") @DecimalMax("0.9") Double validationShare,
    @Min(0) @Max(20) Integer folds,
    @Min(1) @Max(10_000) Integer patience,
    Long seed,
    @Valid PrivacyTarget privacy) {

  /** What turns texts into vectors. */
  public enum EncoderName {
    /** 384 numbers. */
    MINI_LM,
    /** 768 numbers, the paper's input size. */
    MINI_LM_AND_BGE
  }

  /** What is fitted on the training rows. */
  public enum ScalerName {
    /** Nothing. */
    NONE,
    /** To [0, 1]. */
    MIN_MAX,
    /** To mean 0 and deviation 1. */
    STANDARD
  }

  /** How gradients change weights. */
  public enum OptimizerName {
    /** Adam, with the decays of its paper. */
    ADAM,
    /** Stochastic gradient descent with momentum. */
    SGD
  }

  /** Networks. */
  public enum Preset {
    /** The lower network of the CryptoTL paper. */
    PAPER,
    /** Dense, cubic, dense. */
    TABLE
  }

  /**
   * Differential privacy of the training rows: for training parts that differ by one row. The rows
   * that are held out, and which these are, are not covered.
   *
   * @param epsilon of all epochs together
   * @param delta the probability that the guarantee fails
   * @param clippingNorm largest norm of a row's gradient; 1 if not given
   */
  public record PrivacyTarget(
      @Positive @DecimalMax("1000") double epsilon,
      @Positive @DecimalMax("0.1") double delta,
      @Positive Double clippingNorm) {}

  @JsonIgnore
  @AssertTrue(message = "must be true: give a preset or layers, not both")
  boolean isOneNetwork() {
    return layers == null || (preset == null && hidden == null && features == null);
  }

  @JsonIgnore
  @AssertTrue(message = "must be true: give classWeights or balanced, not both")
  boolean isOneWeighting() {
    return classWeights == null || !Boolean.TRUE.equals(balanced);
  }

  @JsonIgnore
  @AssertTrue(message = "must be 0 or from 2 to 20")
  boolean isFoldsPossible() {
    return folds == null || folds != 1;
  }

  @JsonIgnore
  @AssertTrue(
      message =
          "must be true: a scaler, balanced classes, normalised features and folds tell of the rows"
              + " without noise; under privacy give none of them")
  boolean isPrivate() {
    return privacy == null
        || ((scaler == null || scaler == ScalerName.NONE)
            && !Boolean.TRUE.equals(balanced)
            && !Boolean.TRUE.equals(normalizedFeatures)
            && (folds == null || folds == 0));
  }

  private static <T> T or(T given, T usual) {
    return Optional.ofNullable(given).orElse(usual);
  }

  /** With the usual values in place of what is not given. */
  TrainingRequest filled() {
    return new TrainingRequest(
        labelColumn,
        textColumn,
        textColumn == null ? null : or(encoder, EncoderName.MINI_LM),
        or(scaler, ScalerName.NONE),
        or(preset, Preset.PAPER),
        layers,
        or(hidden, 64),
        or(features, 32),
        or(epochs, 30),
        or(batchSize, 64),
        or(optimizer, OptimizerName.ADAM),
        or(learningRate, 3e-3),
        or(momentum, 0.9),
        or(l2, 0.0),
        or(rangePenalty, 0.1),
        or(inputDropout, 0.0),
        or(featureDropout, 0.0),
        or(classWeights, Map.of()),
        or(balanced, false),
        or(normalizedFeatures, false),
        or(validationShare, 0.2),
        or(folds, 0),
        or(patience, 5),
        or(seed, 1L),
        privacy);
  }
}
