package org.cryptotl.he.ckks;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.cryptotl.he.HeException;
import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.arith.Primes;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.rlwe.SecurityLevel;

/**
 * Parameters of CKKS: those of ring-LWE, how many primes make a level, and the default scale.
 *
 * <p>Level l has (l + 1) times {@code primesPerLevel} limbs. With one prime a level (30 bits) the
 * scale is about 2^30; with two it is 2^50 to 2^60, for high precision. Rescaling drops one level.
 * The value times the scale must stay below half the modulus of its level. With one prime a level
 * and the default scale of 2^30 that leaves room for products down to level 2 and for values below
 * 2^29 at level 1; the last level can be used with smaller scales, which the scales of constants
 * and plaintexts bring about.
 *
 * @param rlwe ring degree and primes
 * @param primesPerLevel 1 or 2
 * @param defaultScale the scale of fresh ciphertexts unless stated otherwise
 */
public record CkksParameters(RlweParameters rlwe, int primesPerLevel, Scale defaultScale) {

  /** N = 8192, 5 data and 2 special primes, 128 bits: key switching in three digits. */
  public static final CkksParameters N8192_Q5_P2 = builder(13).levels(5).build();

  /** N = 8192, 6 data primes and 1 special prime, 128 bits: one digit a prime. */
  public static final CkksParameters N8192_Q6_P1 = builder(13).levels(6).specialPrimes(1).build();

  /** N = 16384, 11 data and 3 special primes, 128 bits. */
  public static final CkksParameters N16384_Q11_P3 =
      builder(14).levels(11).specialPrimes(3).build();

  /** N = 16384, 10 data primes in 5 levels of two, 4 special primes, scale 2^55, 128 bits. */
  public static final CkksParameters N16384_Q10_P4_PRECISE =
      builder(14).levels(5).primesPerLevel(2).specialPrimes(4).scaleLog2(55).build();

  /** N = 32768, 23 data and 5 special primes, 128 bits. */
  public static final CkksParameters N32768_Q23_P5 =
      builder(15).levels(23).specialPrimes(5).build();

  /** Checks that primes and levels fit. */
  public CkksParameters {
    if (primesPerLevel < 1 || primesPerLevel > 2 || rlwe.dataLimbs() % primesPerLevel != 0) {
      throw new IllegalArgumentException(
          "levels: got %d data primes and %d a level, expected 1 or 2 a level and whole levels"
              .formatted(rlwe.dataLimbs(), primesPerLevel));
    }
    if (defaultScale.log2() > Modulus.MAX_BITS * primesPerLevel) {
      throw new IllegalArgumentException(
          "default scale: got %s, expected at most 2^%d for %d primes a level"
              .formatted(defaultScale, Modulus.MAX_BITS * primesPerLevel, primesPerLevel));
    }
  }

  /** Starts building parameters of ring degree 2^logN. */
  public static Builder builder(int logN) {
    return new Builder(logN);
  }

  /** log2 of the ring degree. */
  public int logN() {
    return rlwe.logN();
  }

  /** Number of complex slots, N/2. */
  public int slots() {
    return rlwe.degree() / 2;
  }

  /** The level of fresh ciphertexts, which is the number of rescalings that are possible. */
  public int maxLevel() {
    return rlwe.dataLimbs() / primesPerLevel - 1;
  }

  /** Number of primes of a level in [0, maxLevel]. */
  public int limbs(int level) {
    if (level < 0 || level > maxLevel()) {
      throw new IllegalArgumentException(
          "level: got %d, expected 0 to %d".formatted(level, maxLevel()));
    }
    return (level + 1) * primesPerLevel;
  }

  /**
   * The level of so many primes.
   *
   * @param limbs a positive multiple of the primes of a level
   */
  public int level(int limbs) {
    if (limbs < 1 || limbs % primesPerLevel != 0) {
      throw new IllegalArgumentException(
          "level: got %d limbs, expected a multiple of %d".formatted(limbs, primesPerLevel));
    }
    return limbs / primesPerLevel - 1;
  }

  /** log2 of the modulus of a level. */
  public double logModulus(int level) {
    double sum = 0;
    for (int i = 0; i < limbs(level); i++) {
      sum += Math.log(rlwe.data(limbs(level)).limb(i).q());
    }
    return sum / Math.log(2);
  }

  /**
   * Checks that a product of two scales fits the modulus.
   *
   * @param limbs number of primes of the modulus
   * @throws HeException.LevelExhausted if it does not
   */
  public void requireRoom(Scale a, Scale b, int limbs) {
    double bits = logModulus(level(limbs));
    if (!(a.log2() + b.log2() < bits)) {
      throw new HeException.LevelExhausted(
          "product: scales %s times %s do not fit the modulus 2^%.2f of level %d; rescale before"
              .formatted(a, b, bits, level(limbs)));
    }
  }

  /** The product of the primes by which rescaling at {@code level} divides, as a scale. */
  public Scale rescaleDivisor(int level) {
    Scale divisor = Scale.of(1);
    for (int i = limbs(level) - primesPerLevel; i < limbs(level); i++) {
      divisor = divisor.multiply(Scale.of(rlwe.data(limbs(level)).limb(i).q()));
    }
    return divisor;
  }

  @Override
  public String toString() {
    return "CKKS[%s, %d prime(s) a level, scale %s]".formatted(rlwe, primesPerLevel, defaultScale);
  }

  /** Unchecked wishes that {@link #build} turns into checked parameters. */
  public static final class Builder {
    /** More than the security table leaves room for at any degree. */
    private static final int MAX_LEVELS = 64;

    private final int logN;
    private int levels = 1;
    private int primesPerLevel = 1;
    private int specialPrimes = 2;
    private int primeBits = Modulus.MAX_BITS;
    private OptionalInt scaleLog2 = OptionalInt.empty();
    private SecurityLevel security = SecurityLevel.BITS_128;

    private Builder(int logN) {
      this.logN = logN;
    }

    /** Number of levels, one more than rescalings; default 1. */
    public Builder levels(int levels) {
      this.levels = levels;
      return this;
    }

    /** Data primes a level, 1 (default) or 2. */
    public Builder primesPerLevel(int primesPerLevel) {
      this.primesPerLevel = primesPerLevel;
      return this;
    }

    /** Number of special primes, which is also the number of data primes of a gadget digit. */
    public Builder specialPrimes(int specialPrimes) {
      this.specialPrimes = specialPrimes;
      return this;
    }

    /** Bits of the data primes, at most 30 (default); special primes always have 30. */
    public Builder primeBits(int primeBits) {
      this.primeBits = primeBits;
      return this;
    }

    /** log2 of the default scale; default: the bits of a level's primes, less 5 for two primes. */
    public Builder scaleLog2(int scaleLog2) {
      this.scaleLog2 = OptionalInt.of(scaleLog2);
      return this;
    }

    /** The security that must be reached; default 128 bits. */
    public Builder security(SecurityLevel security) {
      this.security = security;
      return this;
    }

    /**
     * Chooses the largest primes and checks everything.
     *
     * @throws IllegalArgumentException with what was got and what is possible
     */
    public CkksParameters build() {
      if (levels < 1 || levels > MAX_LEVELS || specialPrimes < 1 || specialPrimes > MAX_LEVELS) {
        throw new IllegalArgumentException(
            "parameters: got %d levels and %d special primes, expected 1 to %d of each"
                .formatted(levels, specialPrimes, MAX_LEVELS));
      }
      List<Integer> special = Primes.nttFriendly(logN, Modulus.MAX_BITS, specialPrimes, List.of());
      List<Integer> data =
          new ArrayList<>(Primes.nttFriendly(logN, primeBits, levels * primesPerLevel, special));
      int log2 = scaleLog2.orElse(primeBits * primesPerLevel - (primesPerLevel == 2 ? 5 : 0));
      return new CkksParameters(
          RlweParameters.of(logN, data, special, security), primesPerLevel, Scale.powerOfTwo(log2));
    }
  }
}
