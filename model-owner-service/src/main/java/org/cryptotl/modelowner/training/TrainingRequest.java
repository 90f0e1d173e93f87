package org.cryptotl.modelowner.training;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.util.Optional;

/**
 * How to train a base network; what is not given is null and has a usual value.
 *
 * @param labelColumn the column of labels
 * @param textColumn the column of texts; without one all other columns are numbers
 * @param encoder of texts
 * @param scaler fitted on the training rows
 * @param preset the network
 * @param hidden of TABLE: width of the hidden layer
 * @param features of TABLE: entries of the output
 * @param epochs most of them
 * @param batchSize samples a step
 * @param learningRate of Adam
 * @param rangePenalty keeps what goes into a polynomial inside its range
 * @param validationShare rows that are held out to judge by
 * @param patience epochs without a better one before training stops
 * @param seed of weights and shuffling
 * @param privacy the wanted differential privacy
 */
public record TrainingRequest(
    @NotBlank String labelColumn,
    String textColumn,
    EncoderName encoder,
    ScalerName scaler,
    Preset preset,
    @Min(1) @Max(4096) Integer hidden,
    @Min(1) @Max(4096) Integer features,
    @Min(1) @Max(10_000) Integer epochs,
    @Min(1) @Max(65_536) Integer batchSize,
    @Positive @DecimalMax("10") Double learningRate,
    @DecimalMin("0") @DecimalMax("1000") Double rangePenalty,
    @DecimalMin("0.01") @DecimalMax("0.9") Double validationShare,
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

  /** Networks. */
  public enum Preset {
    /** The lower network of the CryptoTL paper. */
    PAPER,
    /** Dense, cubic, dense. */
    TABLE
  }

  /**
   * Differential privacy of the training rows.
   *
   * @param epsilon of all epochs together
   * @param delta the probability that the guarantee fails
   * @param clippingNorm largest norm of a row's gradient; 1 if not given
   */
  public record PrivacyTarget(
      @Positive @DecimalMax("1000") double epsilon,
      @Positive @DecimalMax("0.1") double delta,
      @Positive Double clippingNorm) {}

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
        or(hidden, 64),
        or(features, 32),
        or(epochs, 30),
        or(batchSize, 64),
        or(learningRate, 3e-3),
        or(rangePenalty, 0.1),
        or(validationShare, 0.2),
        or(patience, 5),
        or(seed, 1L),
        privacy);
  }
}
