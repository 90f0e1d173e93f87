package org.cryptotl.he.manifest;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * How far decrypted outputs may be from those of the plain network. The figures come from a
 * simulation that knows the weights; {@link #coarse} keeps no more of them than their order of
 * magnitude.
 *
 * <p>They hold for inputs whose hidden values and outputs are at most twice as large as the largest
 * ones of the inputs that the planner looked at: the model owner's samples and random ones of the
 * stated range. An input of that range that is made to be extreme can exceed this where layers are
 * narrow, and an output beyond the room of its modulus wraps around unseen; bounds that no input
 * could exceed would cost a network of dense layers most of its precision.
 *
 * @param expectedError exceeded by the largest error of a batch's outputs in about one of a
 *     thousand evaluations, above 0
 * @param errorBound exceeded by any output with a probability of about 2^-40, at least {@code
 *     expectedError}
 */
public record Precision(double expectedError, double errorBound) {

  /** Checks the order. */
  public Precision {
    if (!(expectedError > 0) || !(expectedError <= errorBound) || !Double.isFinite(errorBound)) {
      throw new IllegalArgumentException(
          "precision: got an expected error of %s and a bound of %s, expected finite positive"
                  .formatted(expectedError, errorBound)
              + " numbers in order");
    }
  }

  /** Both rounded up to 1, 2 or 5 times a power of ten. */
  public static Precision coarse(double expectedError, double errorBound) {
    return new Precision(roundedUp(expectedError), roundedUp(errorBound));
  }

  private static double roundedUp(double x) {
    BigDecimal exact = BigDecimal.valueOf(x);
    BigDecimal digit = exact.round(new MathContext(1, RoundingMode.DOWN));
    BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(-digit.scale());
    for (int factor : new int[] {1, 2, 5}) {
      BigDecimal candidate = unit.multiply(BigDecimal.valueOf(factor));
      if (candidate.compareTo(exact) >= 0) {
        return candidate.doubleValue();
      }
    }
    return unit.multiply(BigDecimal.TEN).doubleValue();
  }
}
