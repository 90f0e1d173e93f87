package org.cryptotl.nn.privacy;

/**
 * What a training has spent of privacy: how often the sampled Gaussian mechanism ran.
 *
 * @param samplingRate q, the probability of each sample to be in a step, in (0, 1]
 * @param noiseMultiplier sigma, above 0
 * @param steps number of steps, at least 0
 */
public record PrivacySpent(double samplingRate, double noiseMultiplier, long steps) {

  /**
   * The epsilon of all steps ({@link RdpAccountant}).
   *
   * @param delta in (0, 1), below one over the number of samples
   */
  public double epsilon(double delta) {
    return RdpAccountant.epsilon(samplingRate, noiseMultiplier, steps, delta);
  }
}
