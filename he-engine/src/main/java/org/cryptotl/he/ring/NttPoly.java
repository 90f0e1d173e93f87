package org.cryptotl.he.ring;

import java.util.Arrays;

/**
 * A polynomial of Z_Q[X]/(X^N + 1) as evaluations, limb by limb, in rotation order. Products are
 * place by place here, and only here: {@link CoeffPoly} has none.
 *
 * <p>Immutable by convention: nobody writes to a limb after the polynomial was made. The operations
 * return new polynomials of the same basis and fail if the bases differ.
 */
public final class NttPoly {

  private final RnsBasis basis;
  private final int[][] limbs;

  /**
   * Wraps limbs without a copy.
   *
   * @param basis one prime a limb
   * @param limbs N residues each, which the caller does not change any more
   */
  public NttPoly(RnsBasis basis, int[][] limbs) {
    if (limbs.length != basis.size()) {
      throw new IllegalArgumentException(
          "polynomial: got %d limbs, expected %d".formatted(limbs.length, basis.size()));
    }
    this.basis = basis;
    this.limbs = limbs;
  }

  /** The zero polynomial. */
  public static NttPoly zero(RnsBasis basis) {
    return new NttPoly(basis, new int[basis.size()][basis.degree()]);
  }

  /** The primes. */
  public RnsBasis basis() {
    return basis;
  }

  /** The evaluations modulo prime i; to be read only. */
  public int[] limb(int i) {
    return limbs[i];
  }

  /** All limbs; to be read only. */
  public int[][] limbs() {
    return limbs;
  }

  /** this + other. */
  public NttPoly add(NttPoly other) {
    check(other);
    int[][] out = newLimbs();
    for (int i = 0; i < out.length; i++) {
      basis.limb(i).add(limbs[i], other.limbs[i], out[i]);
    }
    return new NttPoly(basis, out);
  }

  /** this - other. */
  public NttPoly subtract(NttPoly other) {
    check(other);
    int[][] out = newLimbs();
    for (int i = 0; i < out.length; i++) {
      basis.limb(i).subtract(limbs[i], other.limbs[i], out[i]);
    }
    return new NttPoly(basis, out);
  }

  /** -this. */
  public NttPoly negate() {
    int[][] out = newLimbs();
    for (int i = 0; i < out.length; i++) {
      basis.limb(i).negate(limbs[i], out[i]);
    }
    return new NttPoly(basis, out);
  }

  /** this times other. */
  public NttPoly multiply(NttPoly other) {
    check(other);
    int[][] out = newLimbs();
    for (int i = 0; i < out.length; i++) {
      basis.limb(i).multiply(limbs[i], other.limbs[i], out[i]);
    }
    return new NttPoly(basis, out);
  }

  /** this times factor plus addend. */
  public NttPoly multiplyAdd(NttPoly factor, NttPoly addend) {
    check(factor);
    check(addend);
    int[][] out = newLimbs();
    for (int i = 0; i < out.length; i++) {
      basis.limb(i).multiplyAdd(limbs[i], factor.limbs[i], addend.limbs[i], out[i]);
    }
    return new NttPoly(basis, out);
  }

  /**
   * Takes this times a factor off a fresh polynomial, in that polynomial's memory: no copy of what
   * it held stays behind.
   *
   * @param factor over the first primes of this basis
   * @param from of the factor's basis, overwritten
   */
  public void subtractProduct(NttPoly factor, NttPoly from) {
    factor.check(from);
    if (!factor.basis.isPrefixOf(basis)) {
      throw new IllegalArgumentException(
          "polynomials: got bases " + basis + " and " + factor.basis + ", expected a prefix");
    }
    int[] product = LimbPool.take(basis.logN());
    for (int i = 0; i < factor.limbs.length; i++) {
      basis.limb(i).multiply(limbs[i], factor.limbs[i], product);
      basis.limb(i).subtract(from.limbs[i], product, from.limbs[i]);
    }
    LimbPool.giveWiped(product);
  }

  /** The image under an automorphism. */
  public NttPoly permute(Automorphism automorphism) {
    int[][] out = newLimbs();
    for (int i = 0; i < out.length; i++) {
      basis.limb(i).permute(limbs[i], automorphism, out[i]);
    }
    return new NttPoly(basis, out);
  }

  /** The same polynomial modulo the first {@code count} primes; limbs are shared. */
  public NttPoly prefix(int count) {
    return count == limbs.length
        ? this
        : new NttPoly(basis.prefix(count), Arrays.copyOf(limbs, count));
  }

  /** The coefficients. */
  public CoeffPoly toCoefficients() {
    int[][] out = new int[limbs.length][];
    for (int i = 0; i < out.length; i++) {
      out[i] = limbs[i].clone();
      basis.limb(i).toCoefficients(out[i]);
    }
    return new CoeffPoly(basis, out);
  }

  /** Overwrites every limb with zeros: for secrets at the end of their life. */
  public void wipe() {
    for (int[] limb : limbs) {
      Arrays.fill(limb, 0);
    }
  }

  /** Whether basis and residues are the same. */
  public boolean sameAs(NttPoly other) {
    return basis.equals(other.basis) && Arrays.deepEquals(limbs, other.limbs);
  }

  private int[][] newLimbs() {
    return LimbPool.take(basis.logN(), limbs.length);
  }

  private void check(NttPoly other) {
    if (!basis.equals(other.basis)) {
      throw new IllegalArgumentException(
          "polynomials: got bases " + basis + " and " + other.basis + ", expected one basis");
    }
  }
}
