package org.cryptotl.dataowner.datasets;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

/**
 * How rows are divided. Rows that are nearly the same come into one part, so shares are met as near
 * as that allows; each label has about the same share in each part.
 *
 * @param seed of the random order
 * @param validationShare of the rows
 * @param testShare of the rows
 */
public record SplitPlan(
    long seed,
    @DecimalMin("0.01") @DecimalMax("0.8") double validationShare,
    @DecimalMin("0.01") @DecimalMax("0.8") double testShare) {

  /** A tenth and a fifth. */
  public static final SplitPlan DEFAULT = new SplitPlan(1, 0.1, 0.2);

  /** The shares of the parts, those to learn from first. */
  double[] shares() {
    return new double[] {1 - validationShare - testShare, validationShare, testShare};
  }
}
