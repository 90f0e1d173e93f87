package org.cryptotl.he.ring;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.LongToIntFunction;

/**
 * The small secret polynomials: uniform ternary secrets and centred binomial errors.
 *
 * <p>Every call draws a fresh 256-bit seed from the given {@link SecureRandom} and expands it by
 * {@link RandomStream}, so no two polynomials share randomness. The coefficients are computed
 * without branches or table look-ups that depend on them. The result is the caller's to wipe.
 */
public final class SecretSampler {

  /** Parameter eta of the centred binomial distribution. */
  public static final int ETA = 21;

  /** Standard deviation of the error, sqrt(eta / 2) = 3.24. */
  public static final double ERROR_SIGMA = Math.sqrt(ETA / 2.0);

  private static final long ETA_BITS = (1L << ETA) - 1;

  private final SecureRandom random;

  /** Samples from seeds of {@code random}. */
  public SecretSampler(SecureRandom random) {
    this.random = random;
  }

  /**
   * Coefficients that are -1, 0 or 1, each with probability 1/3 (to within 2^-63): the upper part
   * of the product of a 64-bit word and 3.
   */
  public int[] ternary(int degree) {
    int[] coefficients = new int[degree];
    fill(coefficients, word -> (int) Math.unsignedMultiplyHigh(word, 3) - 1);
    return coefficients;
  }

  /**
   * Coefficients of the centred binomial distribution with eta = 21, in [-21, 21]: the difference
   * of the numbers of ones in two times 21 bits (Alkim et al., "Post-quantum key exchange - a new
   * hope", 2016, section 4.1; the width that the security table assumes).
   */
  public int[] error(int degree) {
    int[] coefficients = new int[degree];
    fill(
        coefficients,
        word -> Long.bitCount(word & ETA_BITS) - Long.bitCount((word >>> ETA) & ETA_BITS));
    return coefficients;
  }

  /** A fresh ternary polynomial as evaluations; its coefficients are wiped. */
  public NttPoly ternaryPoly(RnsBasis basis) {
    return intoNtt(basis, ternary(basis.degree()));
  }

  /** A fresh error polynomial as evaluations; its coefficients are wiped. */
  public NttPoly errorPoly(RnsBasis basis) {
    return intoNtt(basis, error(basis.degree()));
  }

  private static NttPoly intoNtt(RnsBasis basis, int[] coefficients) {
    try {
      return CoeffPoly.fromSigned(basis, coefficients).intoNtt();
    } finally {
      Arrays.fill(coefficients, 0);
    }
  }

  private void fill(int[] coefficients, LongToIntFunction map) {
    Seed seed = Seed.random(random);
    try (RandomStream stream = new RandomStream(seed, 0)) {
      for (int i = 0; i < coefficients.length; i++) {
        coefficients[i] = map.applyAsInt(stream.nextLong());
      }
    } finally {
      seed.wipe();
    }
  }
}
