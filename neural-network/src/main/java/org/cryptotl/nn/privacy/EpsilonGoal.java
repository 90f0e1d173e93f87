package org.cryptotl.nn.privacy;

/**
 * The least noise that keeps a training, with all its steps, within (epsilon, delta). It is found
 * when training begins, from the samples, batches and epochs that there are then. What holds for
 * whom is said at {@link Privacy}.
 *
 * @param epsilon of all steps together, above 0
 * @param delta in (0, 1), below one over the number of samples
 * @param clippingNorm C, the largest Euclidean norm of one sample's gradient, above 0
 */
public record EpsilonGoal(double epsilon, double delta, double clippingNorm)
    implements PrivacyGoal {

  /** Checks the numbers. */
  public EpsilonGoal {
    if (!(epsilon > 0 && delta > 0 && delta < 1 && clippingNorm > 0)
        || !Double.isFinite(epsilon)
        || !Double.isFinite(clippingNorm)) {
      throw new IllegalArgumentException(
          "privacy: got epsilon %s, delta %s and clipping norm %s, expected a finite epsilon and norm above 0 and a delta in (0, 1)"
              .formatted(epsilon, delta, clippingNorm));
    }
  }

  @Override
  public Privacy privacy(double samplingRate, long steps) {
    return new Privacy(clippingNorm, RdpAccountant.noiseFor(epsilon, delta, samplingRate, steps));
  }
}
