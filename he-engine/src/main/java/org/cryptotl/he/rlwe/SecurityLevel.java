package org.cryptotl.he.rlwe;

/**
 * Classical security for a uniform ternary secret and an error of sigma = 3.2: the largest log2(QP)
 * for each ring degree, by Bossuat et al., "Security Guidelines for Implementing Homomorphic
 * Encryption" (2024), table 5.2. QP is the whole modulus that keys use, special primes included.
 */
public enum SecurityLevel {
  /** At least 128 bits. */
  BITS_128(128, 106, 214, 430, 868, 1747),
  /** At least 192 bits. */
  BITS_192(192, 73, 147, 297, 597, 1199),
  /** At least 256 bits. */
  BITS_256(256, 56, 114, 230, 462, 929);

  private final int bits;
  private final int n4096;
  private final int n8192;
  private final int n16384;
  private final int n32768;
  private final int n65536;

  SecurityLevel(int bits, int n4096, int n8192, int n16384, int n32768, int n65536) {
    this.bits = bits;
    this.n4096 = n4096;
    this.n8192 = n8192;
    this.n16384 = n16384;
    this.n32768 = n32768;
    this.n65536 = n65536;
  }

  /** Bits of security: 128, 192 or 256. */
  public int bits() {
    return bits;
  }

  /**
   * Returns the largest log2(QP) that gives this level.
   *
   * @param logN log2 of the ring degree, in [12, 16]
   */
  public int maxLogQp(int logN) {
    return switch (logN) {
      case 12 -> n4096;
      case 13 -> n8192;
      case 14 -> n16384;
      case 15 -> n32768;
      case 16 -> n65536;
      default ->
          throw new IllegalArgumentException(
              "security table: got N = 2^" + logN + ", expected 2^12 to 2^16");
    };
  }
}
