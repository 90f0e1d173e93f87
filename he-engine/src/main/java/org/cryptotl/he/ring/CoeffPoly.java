package org.cryptotl.he.ring;

import java.math.BigInteger;

/**
 * A polynomial of Z_Q[X]/(X^N + 1) as coefficients, limb by limb, lowest degree first. Immutable by
 * convention, as {@link NttPoly}.
 */
public final class CoeffPoly {

  private final RnsBasis basis;
  private final int[][] limbs;

  /**
   * Wraps limbs without a copy.
   *
   * @param basis one prime a limb
   * @param limbs N residues each, which the caller does not change any more
   */
  public CoeffPoly(RnsBasis basis, int[][] limbs) {
    if (limbs.length != basis.size()) {
      throw new IllegalArgumentException(
          "polynomial: got %d limbs, expected %d".formatted(limbs.length, basis.size()));
    }
    this.basis = basis;
    this.limbs = limbs;
  }

  /**
   * A polynomial with small signed coefficients.
   *
   * @param coefficients N numbers, each smaller in size than every prime
   */
  public static CoeffPoly fromSigned(RnsBasis basis, int[] coefficients) {
    int[][] limbs = new int[basis.size()][basis.degree()];
    for (int i = 0; i < limbs.length; i++) {
      basis.limb(i).fromSigned(coefficients, limbs[i]);
    }
    return new CoeffPoly(basis, limbs);
  }

  /** The primes. */
  public RnsBasis basis() {
    return basis;
  }

  /** The coefficients modulo prime i; to be read only. */
  public int[] limb(int i) {
    return limbs[i];
  }

  /** The evaluations. */
  public NttPoly toNtt() {
    int[][] out = new int[limbs.length][];
    for (int i = 0; i < out.length; i++) {
      out[i] = limbs[i].clone();
      basis.limb(i).toNtt(out[i]);
    }
    return new NttPoly(basis, out);
  }

  /**
   * As {@link #toNtt}, but in the same memory: this polynomial must not be used afterwards, and
   * leaves no copy of its coefficients behind.
   */
  public NttPoly intoNtt() {
    for (int i = 0; i < limbs.length; i++) {
      basis.limb(i).toNtt(limbs[i]);
    }
    return new NttPoly(basis, limbs);
  }

  /** Coefficient k as the representative in [-Q/2, Q/2). */
  public BigInteger centered(int k) {
    BigInteger product = basis.product();
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < limbs.length; i++) {
      BigInteger q = BigInteger.valueOf(basis.limb(i).q());
      BigInteger others = product.divide(q);
      BigInteger digit =
          BigInteger.valueOf(limbs[i][k]).multiply(others.modInverse(q)).mod(q).multiply(others);
      sum = sum.add(digit);
    }
    sum = sum.mod(product);
    return sum.shiftLeft(1).compareTo(product) >= 0 ? sum.subtract(product) : sum;
  }
}
