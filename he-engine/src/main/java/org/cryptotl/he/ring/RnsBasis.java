package org.cryptotl.he.ring;

import java.math.BigInteger;
import java.util.List;

/**
 * An ordered set of distinct primes with their rings: what the limbs of a polynomial are residues
 * of. Two bases are equal when their primes are.
 */
public final class RnsBasis {

  private final List<LimbRing> limbs;

  /** prefixes[count - 1] for count below the size. */
  private final RnsBasis[] prefixes;

  /**
   * Makes a basis.
   *
   * @param limbs at least one ring, all of one degree, with distinct primes
   */
  public RnsBasis(List<LimbRing> limbs) {
    this.limbs = List.copyOf(limbs);
    long distinct = limbs.stream().mapToInt(LimbRing::q).distinct().count();
    long degrees = limbs.stream().mapToInt(LimbRing::logN).distinct().count();
    if (distinct != limbs.size() || degrees != 1) {
      throw new IllegalArgumentException(
          "basis: got %d limbs with %d distinct primes and %d degrees, expected distinct primes of"
                  .formatted(limbs.size(), distinct, degrees)
              + " one degree");
    }
    prefixes = new RnsBasis[limbs.size() - 1];
    for (int count = limbs.size() - 1; count > 0; count--) {
      prefixes[count - 1] = new RnsBasis(this, count);
    }
  }

  private RnsBasis(RnsBasis longer, int count) {
    limbs = longer.limbs.subList(0, count);
    prefixes = longer.prefixes;
  }

  /** log2 of the ring degree N. */
  public int logN() {
    return limbs.get(0).logN();
  }

  /** Ring degree N. */
  public int degree() {
    return 1 << logN();
  }

  /** Number of limbs. */
  public int size() {
    return limbs.size();
  }

  /** The ring of limb i. */
  public LimbRing limb(int i) {
    return limbs.get(i);
  }

  /** The rings in order. */
  public List<LimbRing> limbs() {
    return limbs;
  }

  /**
   * The first {@code count} limbs.
   *
   * @param count in [1, size]
   */
  public RnsBasis prefix(int count) {
    if (count < 1 || count > size()) {
      throw new IllegalArgumentException(
          "limbs: got %d, expected 1 to %d".formatted(count, size()));
    }
    return count == size() ? this : prefixes[count - 1];
  }

  /** Whether {@code other} begins with these primes. */
  public boolean isPrefixOf(RnsBasis other) {
    return size() <= other.size() && equals(other.prefix(size()));
  }

  /** The product of the primes. */
  public BigInteger product() {
    return limbs.stream()
        .map(limb -> BigInteger.valueOf(limb.q()))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** The product of the primes modulo the prime of another ring. */
  public int productModulo(LimbRing ring) {
    int product = 1;
    for (LimbRing limb : limbs) {
      product = ring.modulus().multiply(product, ring.modulus().reduce(limb.q()));
    }
    return product;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof RnsBasis that) || size() != that.size() || logN() != that.logN()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      if (limb(i).q() != that.limb(i).q()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return limbs.stream().mapToInt(LimbRing::q).reduce(logN(), (h, q) -> 31 * h + q);
  }

  @Override
  public String toString() {
    return "N=2^%d, %d primes, %d bits".formatted(logN(), size(), product().bitLength());
  }
}
