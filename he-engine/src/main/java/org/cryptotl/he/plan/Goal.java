package org.cryptotl.he.plan;

import java.util.List;
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
 */
public record Goal(
    double low,
    double high,
    List<double[]> samples,
    double error,
    int batch,
    SecurityLevel security) {

  private static final int MAX_BATCH = 8;

  /** Checks the ranges. */
  public Goal {
    samples = List.copyOf(samples);
    if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new IllegalArgumentException(
          "goal: got the input range %s to %s, expected finite numbers in order"
              .formatted(low, high));
    }
    if (!(error > 0)) {
      throw new IllegalArgumentException("goal: got the error " + error + ", expected more than 0");
    }
    if (Integer.bitCount(batch) != 1 || batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException(
          "goal: got batches of " + batch + ", expected 1, 2, 4 or 8");
    }
  }

  /** One sample a ciphertext, errors of at most 1e-3, 128 bits. */
  public static Goal ofRange(double low, double high) {
    return new Goal(low, high, List.of(), 1e-3, 1, SecurityLevel.BITS_128);
  }

  /** This goal with another largest error. */
  public Goal withError(double largest) {
    return new Goal(low, high, samples, largest, batch, security);
  }

  /** This goal with other typical inputs. */
  public Goal withSamples(List<double[]> inputs) {
    return new Goal(low, high, inputs, error, batch, security);
  }

  /** This goal with so many samples a ciphertext. */
  public Goal withBatch(int size) {
    return new Goal(low, high, samples, error, size, security);
  }

  /** This goal with another security. */
  public Goal withSecurity(SecurityLevel level) {
    return new Goal(low, high, samples, error, batch, level);
  }
}
