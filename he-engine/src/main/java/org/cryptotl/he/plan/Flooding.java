package org.cryptotl.he.plan;

import java.security.SecureRandom;
import java.util.List;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Noise;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.SecretSampler;
import org.cryptotl.he.rlwe.Ciphertext;

/**
 * Noise that hides the noise of a result: every coefficient gets a uniform number of [-2^k, 2^k).
 *
 * <p>If the coefficients of a result's noise are below 2^(k - f), f being the bits of flooding,
 * then the noise of what leaves is within a statistical distance of N 2^(-f-1) of one that depends
 * on neither weights nor inputs. That bound rests on the heuristics of {@link Noise} and on the
 * ranges that {@link Ranges} measured: it holds for inputs like those.
 *
 * @param log2 k
 */
record Flooding(int log2) {

  /** Uniform numbers are drawn from words of 64 bits. */
  private static final int MAX_LOG2 = 62;

  /**
   * The least flooding that hides a noise.
   *
   * @param noise of the result, after its last rescaling
   * @param coefficients in how many coefficients the noise gathers: all N, or fewer if its slots
   *     repeat themselves
   * @param bits by which the flooding is larger, at least 1
   */
  static Flooding of(Noise noise, int coefficients, int bits) {
    double tail = Math.log(2.0 * coefficients) + Noise.FAILURE_BITS * Math.log(2);
    double bound = noise.sigma() * Math.sqrt(2 * tail / coefficients);
    return new Flooding(bits + Math.max(0, Math.getExponent(bound) + 1));
  }

  /** Whether such numbers, and values beside them, fit the modulus of level 0. */
  boolean fits(CkksParameters parameters, double scaledBound) {
    double largest = scaledBound + Math.scalb(1.0, log2);
    return log2 <= MAX_LOG2 && Math.log(2 * largest) / Math.log(2) < parameters.logModulus(0);
  }

  /** The noise itself. */
  Noise noise(int logN) {
    return new Noise(logN, Math.sqrt(Math.scalb(1.0, logN) / 3) * Math.scalb(1.0, log2));
  }

  /** Adds it to a ciphertext. */
  Ciphertext apply(Ciphertext x, SecureRandom random) {
    NttPoly flood = new SecretSampler(random).uniformPoly(x.poly(0).basis(), log2);
    for (int i = 0; i < x.limbs(); i++) {
      x.poly(0).basis().limb(i).add(x.poly(0).limb(i), flood.limb(i), flood.limb(i));
    }
    return Ciphertext.of(x.parameters(), List.of(flood, x.poly(1)), x.scale());
  }
}
