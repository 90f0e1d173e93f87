package org.cryptotl.dataowner.modelowner;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public facts of a version of a model.
 *
 * @param inputs entries of an input
 * @param outputs entries of an output, the features
 * @param low the smallest entry of an input
 * @param high the largest
 * @param encoder what texts become vectors with; none for models of numbers
 * @param scaler to be applied to vectors before they are encrypted; none for none
 * @param approximationError largest error of an output by approximated activations
 * @param modes how it can be evaluated
 * @param training on what it was trained, and how privately
 */
public record Card(
    int inputs,
    int outputs,
    double low,
    double high,
    @Nullable String encoder,
    @Nullable ScalerDocument scaler,
    @Nullable Double approximationError,
    @Nullable List<ModeCard> modes,
    @Nullable TrainingReport training) {

  /**
   * Entry i of an input is (x - offsets[i]) * factors[i].
   *
   * @param kind what it was fitted to do
   * @param offsets one an entry
   * @param factors one an entry
   */
  public record ScalerDocument(String kind, List<Float> offsets, List<Float> factors) {}

  /**
   * One mode of a version.
   *
   * @param mode latency or throughput
   * @param manifestSha256 of its manifest
   * @param securityBits of its parameters
   * @param logN logarithm of the ring's degree
   * @param samplesPerRequest the most
   * @param inputBytes of a request
   * @param outputBytes of a reply
   * @param keyBytes of the upload of keys
   * @param expectedError of an output by encryption, as the plan was simulated
   * @param errorBound that no output's error exceeds
   * @param predictedMillis of a request, on the machine of the planner
   */
  public record ModeCard(
      Mode mode,
      String manifestSha256,
      int securityBits,
      int logN,
      int samplesPerRequest,
      long inputBytes,
      long outputBytes,
      long keyBytes,
      @Nullable Double expectedError,
      @Nullable Double errorBound,
      @Nullable Double predictedMillis) {}

  /**
   * How a version was trained.
   *
   * @param rows of the source
   * @param classes of the source
   * @param validationAccuracy on the source
   * @param epsilon of differential privacy, if any: for training parts that differ by one row, not
   *     for rows that were held out
   * @param delta of differential privacy, if any
   */
  public record TrainingReport(
      @Nullable Integer rows,
      @Nullable List<String> classes,
      @Nullable Double validationAccuracy,
      @Nullable Double epsilon,
      @Nullable Double delta) {}
}
