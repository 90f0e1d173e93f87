package org.cryptotl.he.ckks;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.rlwe.Scale;

/**
 * The constant re + i im in every slot, times a scale, rounded: the polynomial {@code a + b
 * X^(N/2)} with integers a, b, since X^(N/2) is i in every slot.
 *
 * @param re a = round(scale re)
 * @param im b = round(scale im)
 */
record ScaledConstant(BigInteger re, BigInteger im) {

  static ScaledConstant of(double re, double im, Scale scale) {
    if (!Double.isFinite(re) || !Double.isFinite(im)) {
      throw new IllegalArgumentException("constant: it is not finite");
    }
    return new ScaledConstant(round(re, scale), round(im, scale));
  }

  private static BigInteger round(double x, Scale scale) {
    BigDecimal factor = new BigDecimal(scale.high()).add(new BigDecimal(scale.low()));
    return new BigDecimal(x).multiply(factor).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
  }

  /**
   * This constant, which is refused where it does not lie between plus and minus half a modulus.
   */
  ScaledConstant fitting(RnsBasis basis) {
    BigInteger product = basis.product();
    if (re.abs().max(im.abs()).shiftLeft(1).compareTo(product) >= 0) {
      throw new IllegalArgumentException(
          "constant: at this scale it does not fit a modulus of %d bits"
              .formatted(product.bitLength()));
    }
    return this;
  }

  boolean isReal() {
    return im.signum() == 0;
  }

  int reModulo(Modulus q) {
    return re.mod(BigInteger.valueOf(q.value())).intValue();
  }

  /** The sum with a polynomial. */
  NttPoly addTo(NttPoly poly) {
    RnsBasis basis = poly.basis();
    if (!isReal()) {
      return poly.add(toNtt(basis));
    }
    int[][] limbs = new int[basis.size()][basis.degree()];
    for (int i = 0; i < limbs.length; i++) {
      LimbRing ring = basis.limb(i);
      ring.addScalar(poly.limb(i), reModulo(ring.modulus()), limbs[i]);
    }
    return new NttPoly(basis, limbs);
  }

  /**
   * The evaluations: the same number everywhere for a real constant; else a + b i at even places
   * and a - b i at odd ones, with i = psi^(N/2) mod q.
   */
  NttPoly toNtt(RnsBasis basis) {
    int[][] limbs = new int[basis.size()][basis.degree()];
    for (int l = 0; l < limbs.length; l++) {
      LimbRing ring = basis.limb(l);
      Modulus q = ring.modulus();
      int a = reModulo(q);
      int bi = q.multiply(im.mod(BigInteger.valueOf(q.value())).intValue(), ring.imaginaryUnit());
      int even = q.add(a, bi);
      int odd = q.subtract(a, bi);
      for (int k = 0; k < ring.degree(); k += 2) {
        limbs[l][k] = even;
        limbs[l][k + 1] = odd;
      }
    }
    return new NttPoly(basis, limbs);
  }

  @Override
  public String toString() {
    return "ScaledConstant[redacted]";
  }
}
