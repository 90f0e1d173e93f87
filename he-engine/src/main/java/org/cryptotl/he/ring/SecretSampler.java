package org.cryptotl.he.ring;

import java.security.SecureRandom;
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
    fillTernary(coefficients);
    return coefficients;
  }

  private void fillTernary(int[] coefficients) {
    fill(coefficients, word -> (int) Math.unsignedMultiplyHigh(word, 3) - 1);
  }

  /**
   * Coefficients of the centred binomial distribution with eta = 21, in [-21, 21]: the difference
   * of the numbers of ones in two times 21 bits (Alkim et al., "Post-quantum key exchange - a new
   * hope", 2016, section 4.1; the width that the security table assumes).
   */
  public int[] error(int degree) {
    int[] coefficients = new int[degree];
    fillError(coefficients);
    return coefficients;
  }

  private void fillError(int[] coefficients) {
    fill(
        coefficients,
        word -> Long.bitCount(word & ETA_BITS) - Long.bitCount((word >>> ETA) & ETA_BITS));
  }

  /**
   * A fresh ternary polynomial as evaluations; its coefficients are wiped.
   *
   * @param limbs one a prime of the basis, overwritten and taken over
   */
  public NttPoly ternaryPoly(RnsBasis basis, int[][] limbs) {
    int[] coefficients = LimbPool.take(basis.logN());
    fillTernary(coefficients);
    return intoNtt(basis, coefficients, limbs);
  }

  /**
   * A fresh error polynomial as evaluations; its coefficients are wiped.
   *
   * @param limbs one a prime of the basis, overwritten and taken over
   */
  public NttPoly errorPoly(RnsBasis basis, int[][] limbs) {
    int[] coefficients = LimbPool.take(basis.logN());
    fillError(coefficients);
    return intoNtt(basis, coefficients, limbs);
  }

  /** As {@link #errorPoly(RnsBasis, int[][])}, in memory of its own. */
  public NttPoly errorPoly(RnsBasis basis) {
    return errorPoly(basis, new int[basis.size()][basis.degree()]);
  }

  /**
   * A fresh polynomial with coefficients that are uniform in [-2^log2, 2^log2), as evaluations:
   * noise to flood another one with.
   *
   * @param log2 in [0, 62]
   */
  public NttPoly uniformPoly(RnsBasis basis, int log2) {
    if (log2 < 0 || log2 > 62) {
      throw new IllegalArgumentException(
          "uniform polynomial: got 2^%d, expected 2^0 to 2^62".formatted(log2));
    }
    int[][] limbs = new int[basis.size()][basis.degree()];
    Seed seed = Seed.random(random);
    try (RandomStream stream = new RandomStream(seed, 0)) {
      for (int j = 0; j < basis.degree(); j++) {
        long coefficient = stream.nextLong() >> (63 - log2);
        for (int i = 0; i < limbs.length; i++) {
          limbs[i][j] = basis.limb(i).modulus().reduceSigned(coefficient);
        }
      }
    } finally {
      seed.wipe();
    }
    return new CoeffPoly(basis, limbs).intoNtt();
  }

  private static NttPoly intoNtt(RnsBasis basis, int[] coefficients, int[][] limbs) {
    for (int i = 0; i < limbs.length; i++) {
      basis.limb(i).fromSigned(coefficients, limbs[i]);
      basis.limb(i).toNtt(limbs[i]);
    }
    LimbPool.giveWiped(coefficients);
    return new NttPoly(basis, limbs);
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
