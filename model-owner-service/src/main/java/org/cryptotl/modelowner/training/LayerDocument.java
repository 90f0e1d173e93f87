package org.cryptotl.modelowner.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * A layer of an own network; its inputs follow from the layer before. What its type does not need
 * is null.
 *
 * @param type what it does
 * @param outputs of DENSE
 * @param filters of a convolution
 * @param size of the window of a convolution or a pooling, along each axis
 * @param stride of that window; 1 if not given for a convolution, its size for a pooling
 * @param padding of a convolution; VALID if not given
 * @param bias of DENSE and of a convolution; true if not given
 * @param coefficients of POLYNOMIAL: of 1, x, x^2, ...
 * @param from of POLYNOMIAL: where its inputs are meant to begin
 * @param to of POLYNOMIAL: where they are meant to end
 * @param rate of DROPOUT
 * @param shape of RESHAPE
 */
public record LayerDocument(
    @NotNull Type type,
    @Min(1) @Max(8192) Integer outputs,
    @Min(1) @Max(1024) Integer filters,
    @Min(1) @Max(1024) Integer size,
    @Min(1) @Max(1024) Integer stride,
    Padding padding,
    Boolean bias,
    @Size(min = 2, max = 32) List<Double> coefficients,
    Double from,
    Double to,
    @DecimalMin("0") @DecimalMax("0.99") Double rate,
    @Size(min = 1, max = 3) List<Integer> shape) {

  /** Layers that can be evaluated under encryption, or vanish after training. */
  public enum Type {
    /** W x + b. */
    DENSE,
    /** A convolution of signals (channels, length). */
    CONV_1D,
    /** A convolution of images (channels, height, width). */
    CONV_2D,
    /** Means of windows of a signal. */
    AVERAGE_POOL_1D,
    /** Means of windows of an image. */
    AVERAGE_POOL_2D,
    /** Batch normalisation. */
    BATCH_NORM,
    /** A polynomial in every entry. */
    POLYNOMIAL,
    /** Replaced by a polynomial afterwards. */
    RELU,
    /** Replaced by a polynomial afterwards. */
    SIGMOID,
    /** Replaced by a polynomial afterwards. */
    TANH,
    /** One vector of everything. */
    FLATTEN,
    /** The same entries in another shape. */
    RESHAPE,
    /** Leaves entries out in training. */
    DROPOUT
  }

  /** What a convolution does at the ends. */
  public enum Padding {
    /** The window stays inside. */
    VALID,
    /** Zeros are assumed around, so that the output is as long as the input over the stride. */
    SAME
  }

  @JsonIgnore
  @AssertTrue(
      message =
          "must be true: DENSE needs outputs, convolutions filters and size, poolings size,"
              + " POLYNOMIAL coefficients, RESHAPE shape, DROPOUT rate")
  boolean isComplete() {
    return switch (type) {
      case DENSE -> outputs != null;
      case CONV_1D, CONV_2D -> filters != null && size != null;
      case AVERAGE_POOL_1D, AVERAGE_POOL_2D -> size != null;
      case POLYNOMIAL -> coefficients != null;
      case RESHAPE -> shape != null;
      case DROPOUT -> rate != null;
      case null, default -> true;
    };
  }
}
