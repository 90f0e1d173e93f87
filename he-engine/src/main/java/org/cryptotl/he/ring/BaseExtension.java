package org.cryptotl.he.ring;

import org.cryptotl.he.arith.Modulus;

/**
 * Exact extension of centred residues: from x mod D = d_0 ... d_(k-1) to the representative of x in
 * [-D/2, D/2) modulo other primes, by its {@link MixedRadix} digits.
 *
 * <p>Unlike the fast conversions of Bajard et al. and Halevi-Polyakov-Shoup there is no multiple of
 * D left over; for the one or two primes of a digit it costs no more.
 */
public final class BaseExtension {

  private final RnsBasis to;
  private final MixedRadix radix;

  /** -floor(D / 2) modulo each target prime. */
  private final int[] minusHalf;

  /** weight[t][k] = d_0 ... d_(k-1) modulo target prime t. */
  private final int[][] weight;

  /** Computes the constants for two bases without a common prime. */
  public BaseExtension(RnsBasis from, RnsBasis to) {
    this.to = to;
    this.radix = new MixedRadix(from);
    minusHalf = new int[to.size()];
    weight = new int[to.size()][from.size()];
    for (int t = 0; t < to.size(); t++) {
      Modulus q = to.limb(t).modulus();
      minusHalf[t] = q.negate(radix.halfModulo(q));
      int product = 1;
      for (int k = 0; k < from.size(); k++) {
        weight[t][k] = product;
        product = q.multiply(product, q.reduce(from.limb(k).q()));
      }
    }
  }

  /** Replaces coefficients modulo the source primes by mixed-radix digits, in place. */
  public void toDigits(int[][] limbs) {
    radix.toDigits(limbs);
  }

  /**
   * Writes the coefficients modulo target prime t.
   *
   * @param digits what {@link #toDigits} left
   * @param out a limb of target prime t
   */
  public void extend(int[][] digits, int t, int[] out) {
    LimbRing ring = to.limb(t);
    if (digits.length == 1) {
      ring.combine(digits[0], minusHalf[t], out);
      return;
    }
    ring.combine(digits[0], digits[1], weight[t][1], minusHalf[t], out);
    for (int k = 2; k < digits.length; k++) {
      ring.multiplyScalarAdd(digits[k], weight[t][k], out);
    }
  }
}
