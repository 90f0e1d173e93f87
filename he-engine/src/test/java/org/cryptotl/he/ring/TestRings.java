package org.cryptotl.he.ring;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.arith.Primes;

/** Bases of given sizes, and polynomials of given {@link BigInteger} coefficients in them. */
final class TestRings {

  private TestRings() {}

  /** A basis with a prime of each of these sizes. */
  static RnsBasis basis(int logN, int... bits) {
    return disjoint(logN, List.of(), bits);
  }

  /** As {@link #basis}, without the primes of other bases. */
  static RnsBasis disjoint(int logN, List<RnsBasis> others, int... bits) {
    List<Integer> used = new ArrayList<>();
    others.forEach(other -> other.limbs().forEach(limb -> used.add(limb.q())));
    List<LimbRing> limbs = new ArrayList<>();
    for (int b : bits) {
      int q = Primes.nttFriendly(logN, b, 1, used).get(0);
      used.add(q);
      limbs.add(new LimbRing(logN, Modulus.of(q)));
    }
    return new RnsBasis(limbs);
  }

  /** Both bases, one after the other. */
  static RnsBasis join(RnsBasis first, RnsBasis second) {
    List<LimbRing> limbs = new ArrayList<>(first.limbs());
    limbs.addAll(second.limbs());
    return new RnsBasis(limbs);
  }

  /** Residues of coefficients, by limb. */
  static int[][] residues(RnsBasis basis, BigInteger[] coefficients) {
    int[][] limbs = new int[basis.size()][coefficients.length];
    for (int i = 0; i < limbs.length; i++) {
      BigInteger q = BigInteger.valueOf(basis.limb(i).q());
      for (int k = 0; k < coefficients.length; k++) {
        limbs[i][k] = coefficients[k].mod(q).intValue();
      }
    }
    return limbs;
  }

  /**
   * Numbers of the centred interval of D: its ends and their neighbours, those near 0, those near
   * multiples of the first prime, and random ones.
   */
  static BigInteger[] centered(RnsBasis basis, Random random) {
    BigInteger d = basis.product();
    BigInteger half = d.shiftRight(1);
    BigInteger first = BigInteger.valueOf(basis.limb(0).q());
    BigInteger[] values = new BigInteger[basis.degree()];
    int i = 0;
    for (int offset = 0; offset < 3; offset++) {
      BigInteger o = BigInteger.valueOf(offset);
      values[i++] = half.subtract(o);
      values[i++] = half.negate().add(o);
      values[i++] = o;
      values[i++] = o.negate();
      values[i++] = center(first.subtract(o), d);
      values[i++] = center(first.shiftRight(1).add(o), d);
    }
    for (; i < values.length; i++) {
      values[i] = center(new BigInteger(d.bitLength() + 64, random).mod(d), d);
    }
    return values;
  }

  /** The representative of x mod d in (-d/2, d/2), for odd d. */
  static BigInteger center(BigInteger x, BigInteger d) {
    BigInteger r = x.mod(d);
    return r.shiftLeft(1).compareTo(d) > 0 ? r.subtract(d) : r;
  }

  /** round(x / d) for odd d. */
  static BigInteger divideRounded(BigInteger x, BigInteger d) {
    return x.subtract(center(x, d)).divide(d);
  }
}
