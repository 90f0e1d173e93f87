package org.cryptotl.he.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.Layout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.manifest.Precision;
import org.cryptotl.he.manifest.ValueRange;
import org.cryptotl.he.rlwe.SecurityLevel;

/**
 * What is wanted of a plan.
 *
 * @param low smallest entry of an input
 * @param high largest entry of an input, at least {@code low}
 * @param samples typical inputs, by which the values inside the network are sized up; may be empty
 * @param error largest error of an output that is accepted
 * @param batch samples of a ciphertext in latency mode: 1, 2, 4 or 8
 * @param security the security that the parameters must reach
 * @param floodingBits by how many bits the noise that is added to results must exceed their own; 0
 *     for none
 */
public record Goal(
    double low,
    double high,
    List<double[]> samples,
    double error,
    int batch,
    SecurityLevel security,
    int floodingBits) {

  private static final int MAX_BATCH = 8;

  /** Checks the ranges. */
  public Goal {
    samples = samples.stream().map(double[]::clone).toList();
    if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new IllegalArgumentException(
          "goal: got the input range %s to %s, expected finite numbers in order"
              .formatted(low, high));
    }
    for (double[] sample : samples) {
      if (!Arrays.stream(sample).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException("goal: a sample has an entry that is not finite");
      }
    }
    if (!(error > 0)) {
      throw new IllegalArgumentException("goal: got the error " + error + ", expected more than 0");
    }
    if (Integer.bitCount(batch) != 1 || batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException(
          "goal: got batches of " + batch + ", expected 1, 2, 4 or 8");
    }
    if (floodingBits < 0 || floodingBits > Manifest.MAX_FLOODING_BITS) {
      throw new IllegalArgumentException(
          "goal: got %d bits of flooding, expected 0 to %d"
              .formatted(floodingBits, Manifest.MAX_FLOODING_BITS));
    }
  }

  /** One sample a ciphertext, errors of at most 1e-3, 128 bits. */
  public static Goal ofRange(double low, double high) {
    return new Goal(low, high, List.of(), 1e-3, 1, SecurityLevel.BITS_128, 0);
  }

  /** This goal with another largest error. */
  public Goal withError(double largest) {
    return new Goal(low, high, samples, largest, batch, security, floodingBits);
  }

  /** This goal with other typical inputs. */
  public Goal withSamples(List<double[]> inputs) {
    return new Goal(low, high, inputs, error, batch, security, floodingBits);
  }

  /** This goal with so many samples a ciphertext. */
  public Goal withBatch(int size) {
    return new Goal(low, high, samples, error, size, security, floodingBits);
  }

  /** This goal with another security. */
  public Goal withSecurity(SecurityLevel level) {
    return new Goal(low, high, samples, error, batch, level, floodingBits);
  }

  /** This goal with results whose noise is flooded by so many bits. */
  public Goal withFlooding(int bits) {
    return new Goal(low, high, samples, error, batch, security, bits);
  }

  /**
   * The manifest of a plan for this goal.
   *
   * @param millis predicted; two digits of them are kept
   */
  Manifest manifest(
      CkksParameters parameters, Layout layout, KeyNeeds keys, Precision precision, double millis) {
    double rounded = new BigDecimal(millis).round(new MathContext(2)).doubleValue();
    ValueRange range = new ValueRange(low, high);
    return new Manifest(parameters, layout, range, keys, floodingBits, precision, rounded);
  }
}
