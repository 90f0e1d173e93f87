package org.cryptotl.nn.privacy;

/**
 * What DP-SGD does to gradients: each sample's gradient is clipped to a norm, and Gaussian noise is
 * added to their sum.
 *
 * <p>Guarantee: the weights after T steps, with samples drawn at rate q, are those of T Gaussian
 * mechanisms with Poisson sampling; neighbours are training parts that differ by one sample, which
 * is there or not. Not covered: which samples are in the training part, and how many (a {@code
 * Split} of data with one row more moves others too); the validation part, stopping by it and the
 * metrics on it; training losses that are reported by epoch; class weights and scalers that were
 * made from the data; and the choice of options by trying. The sums are floating-point ones: the
 * clipping norm holds to about 1 part in 10^5, and the low bits of the noise are not those of a
 * real Gaussian (Mironov 2012, "On significance of the least significant bits for differential
 * privacy").
 *
 * @param clippingNorm C, the largest Euclidean norm of one sample's gradient, above 0
 * @param noiseMultiplier sigma: each entry of the sum gets noise of deviation sigma C; at least
 *     0.02, less protects nothing
 */
public record Privacy(double clippingNorm, double noiseMultiplier) implements PrivacyGoal {

  /** Checks the numbers. */
  public Privacy {
    if (!(clippingNorm > 0 && noiseMultiplier >= RdpAccountant.LEAST_NOISE)
        || !Double.isFinite(clippingNorm)
        || !Double.isFinite(noiseMultiplier)) {
      throw new IllegalArgumentException(
          "privacy: got clipping norm %s and noise multiplier %s, expected a norm above 0 and noise of at least %s"
              .formatted(clippingNorm, noiseMultiplier, RdpAccountant.LEAST_NOISE));
    }
  }

  /** This, however often it is done; what that spends is for {@link PrivacySpent} to say. */
  @Override
  public Privacy privacy(double samplingRate, long steps) {
    return this;
  }

  /** What a sample's gradient of this norm is multiplied by: min(1, C / norm). */
  public float clippingFactor(double norm) {
    return norm <= clippingNorm ? 1 : (float) (clippingNorm / norm);
  }
}
