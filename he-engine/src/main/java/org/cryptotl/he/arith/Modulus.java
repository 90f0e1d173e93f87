package org.cryptotl.he.arith;

/**
 * Arithmetic modulo an odd prime q with 2 &lt; q &lt; 2^30.
 *
 * <p>Every residue is an {@code int} in [0, q). Three ways to multiply are offered, because the
 * engine needs all of them:
 *
 * <ul>
 *   <li>{@link #multiply}: both factors arbitrary (Barrett reduction of the 60-bit product);
 *   <li>{@link #multiplyShoup}: one factor constant, with its quotient {@code floor(w 2^32 / q)}
 *       computed once (Shoup; Harvey, "Faster arithmetic for number-theoretic transforms", 2014);
 *   <li>{@link #montgomeryReduce}: a 64-bit sum of products, one factor of each kept as {@code b
 *       2^32 mod q} (Montgomery, 1985), so that many products share one reduction.
 * </ul>
 *
 * @param value the prime q
 * @param barrettRatio floor(2^60 / q), in [2^30, 2^59)
 * @param inverse32 q^-1 mod 2^32, as an unsigned 32-bit number
 * @param r32 2^32 mod q, the Montgomery radix
 */
public record Modulus(int value, long barrettRatio, int inverse32, int r32) {

  /** Checks the prime and that the constants are its own. */
  public Modulus {
    if (value <= 2 || value >= 1 << MAX_BITS || !Primes.isPrime(value)) {
      throw new IllegalArgumentException(
          "modulus: got " + value + ", expected an odd prime below 2^" + MAX_BITS);
    }
    if (barrettRatio != (1L << 60) / value
        || inverse32 * value != 1
        || r32 != (int) ((1L << 32) % value)) {
      throw new IllegalArgumentException("modulus: the constants are not those of " + value);
    }
  }

  /** Largest number of bits of a prime: four times a residue must fit 32 bits. */
  public static final int MAX_BITS = 30;

  /** Returns the modulus q after checking that it is an odd prime below 2^30. */
  public static Modulus of(int q) {
    if (q <= 0) {
      throw new IllegalArgumentException(
          "modulus: got " + q + ", expected an odd prime below 2^" + MAX_BITS);
    }
    return new Modulus(q, (1L << 60) / q, inverseModPowerOfTwo(q), (int) ((1L << 32) % q));
  }

  /** Newton's iteration doubles the correct low bits: 3, 6, 12, 24, 48. */
  private static int inverseModPowerOfTwo(int q) {
    int x = q;
    for (int i = 0; i < 4; i++) {
      x *= 2 - q * x;
    }
    return x;
  }

  /** Returns a + b mod q for residues a, b. */
  public int add(int a, int b) {
    int sum = a + b - value;
    return sum + (value & (sum >> 31));
  }

  /** Returns a - b mod q for residues a, b. */
  public int subtract(int a, int b) {
    int difference = a - b;
    return difference + (value & (difference >> 31));
  }

  /** Returns -a mod q for a residue a. */
  public int negate(int a) {
    return subtract(0, a);
  }

  /** Returns a b mod q for residues a, b, without a branch. */
  public int multiply(int a, int b) {
    return reduceProduct((long) a * b);
  }

  /**
   * Barrett reduction of x in [0, 2^60): the quotient estimate is short by at most 1.
   *
   * @return x mod q
   */
  public int reduceProduct(long x) {
    long quotient = Math.unsignedMultiplyHigh(x << 4, barrettRatio);
    int r = (int) (x - quotient * value) - value;
    return r + (value & (r >> 31));
  }

  /** As {@link #reduce}, without a division or a branch, for secret x in [-2^62, 2^62). */
  public int reduceSigned(long x) {
    long shifted = x + (1L << 62);
    int high = reduceProduct(shifted >>> MAX_BITS);
    int r = reduceProduct(((long) high << MAX_BITS) + (shifted & ((1L << MAX_BITS) - 1)));
    return subtract(r, offset());
  }

  /** 2^62 mod q. */
  private int offset() {
    int root = reduceProduct(1L << 31);
    return multiply(root, root);
  }

  /** Returns x mod q in [0, q) for any signed x. */
  public int reduce(long x) {
    return (int) Math.floorMod(x, (long) value);
  }

  /** Returns floor(w 2^32 / q) for a residue w, as an unsigned 32-bit number. */
  public int shoupQuotient(int w) {
    return (int) (((long) w << 32) / value);
  }

  /**
   * Returns x w mod q for any unsigned 32-bit x, a residue w and its {@link #shoupQuotient}.
   *
   * @return the product in [0, q)
   */
  public int multiplyShoup(int x, int w, int quotient) {
    int r = multiplyShoupLazy(x, w, quotient) - value;
    return r + (value & (r >> 31));
  }

  /** As {@link #multiplyShoup}, but leaves the product in [0, 2q). */
  public int multiplyShoupLazy(int x, int w, int quotient) {
    long h = ((x & 0xFFFF_FFFFL) * (quotient & 0xFFFF_FFFFL)) >>> 32;
    return x * w - (int) h * value;
  }

  /** Returns x 2^32 mod q for a residue x: the form in which a factor of a long sum is kept. */
  public int toMontgomery(int x) {
    return (int) (((long) x << 32) % value);
  }

  /** Returns x 2^-32 mod q for any unsigned 64-bit x. */
  public int montgomeryReduce(long x) {
    long m = Integer.toUnsignedLong((int) x * inverse32);
    long r = (x >>> 32) - ((m * value) >>> 32) + value;
    return (int) (r % value);
  }

  /** Returns base^exponent mod q for a residue base and exponent &gt;= 0. */
  public int pow(int base, long exponent) {
    int result = 1;
    int square = base;
    for (long e = exponent; e > 0; e >>>= 1) {
      if ((e & 1) == 1) {
        result = multiply(result, square);
      }
      square = multiply(square, square);
    }
    return result;
  }

  /** Returns a^-1 mod q for a residue a that is not 0 (Fermat). */
  public int inverse(int a) {
    if (a == 0) {
      throw new IllegalArgumentException(
          "inverse: got 0, expected a residue in [1, " + value + ")");
    }
    return pow(a, value - 2L);
  }
}
