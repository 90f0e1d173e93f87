package org.cryptotl.he.ring;

import java.math.BigInteger;
import org.cryptotl.he.arith.Modulus;

/**
 * Mixed-radix digits of centred residues (Garner, "The residue number system", 1959): x in [-D/2,
 * D/2) is written as {@code x + floor(D/2) = e_0 + e_1 d_0 + e_2 d_0 d_1 + ...} with e_k in [0,
 * d_k).
 */
public final class MixedRadix {

  private final RnsBasis basis;

  /** floor(D / 2) modulo each prime, and its mixed-radix digits. */
  private final int[] halfResidues;

  private final int[] halfDigits;

  /** inverse[k][i] = (d_i)^-1 mod d_k for i &lt; k. */
  private final int[][] inverse;

  /** Computes the constants. */
  public MixedRadix(RnsBasis basis) {
    this.basis = basis;
    halfResidues = new int[basis.size()];
    halfDigits = new int[basis.size()];
    inverse = new int[basis.size()][];
    BigInteger half = basis.product().shiftRight(1);
    BigInteger rest = half;
    for (int k = 0; k < basis.size(); k++) {
      Modulus d = basis.limb(k).modulus();
      BigInteger[] division = rest.divideAndRemainder(BigInteger.valueOf(d.value()));
      halfDigits[k] = division[1].intValue();
      rest = division[0];
      halfResidues[k] = half.mod(BigInteger.valueOf(d.value())).intValue();
      inverse[k] = new int[k];
      for (int i = 0; i < k; i++) {
        inverse[k][i] = d.inverse(d.reduce(basis.limb(i).q()));
      }
    }
  }

  /**
   * Replaces coefficients by digits, in place.
   *
   * @param limbs one a prime, coefficients in [0, d_k); overwritten by e_k
   */
  public void toDigits(int[][] limbs) {
    int[] product = LimbPool.take(basis.logN());
    for (int k = 0; k < limbs.length; k++) {
      LimbRing ring = basis.limb(k);
      ring.addScalar(limbs[k], halfResidues[k], limbs[k]);
      for (int i = 0; i < k; i++) {
        // (x - e_i) / d_i; e_i is a residue of another prime, which multiplyScalar accepts.
        ring.multiplyScalar(limbs[i], inverse[k][i], product);
        ring.multiplyScalar(limbs[k], inverse[k][i], limbs[k]);
        ring.subtract(limbs[k], product, limbs[k]);
      }
    }
    LimbPool.giveWiped(product);
  }

  /**
   * The centred values as doubles, by Horner's rule on the digits less those of D/2: exact below
   * 2^53 in size, and to 53 bits above.
   *
   * @param digits what {@link #toDigits} left
   * @param from first place
   * @param out receives the values of places from, from + 1, ...
   */
  public void toDoubles(int[][] digits, int from, double[] out) {
    int top = digits.length - 1;
    for (int i = 0; i < out.length; i++) {
      out[i] = digits[top][from + i] - halfDigits[top];
    }
    for (int k = top - 1; k >= 0; k--) {
      double d = basis.limb(k).q();
      int[] limb = digits[k];
      int half = halfDigits[k];
      for (int i = 0; i < out.length; i++) {
        out[i] = Math.fma(out[i], d, limb[from + i] - half);
      }
    }
  }

  /** floor(D / 2) modulo another prime. */
  int halfModulo(Modulus q) {
    BigInteger half = basis.product().shiftRight(1);
    return half.mod(BigInteger.valueOf(q.value())).intValue();
  }
}
