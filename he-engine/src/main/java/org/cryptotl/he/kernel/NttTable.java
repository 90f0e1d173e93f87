package org.cryptotl.he.kernel;

import org.cryptotl.he.arith.Modulus;

/**
 * The constants of the negacyclic transform of length N modulo one prime.
 *
 * <p>The transform evaluates a(X) at the odd powers of psi, the least primitive 2N-th root of
 * unity, in <em>rotation order</em>: position {@code 2j + h} holds {@code a(psi^e)} with {@code e =
 * (-1)^h 5^j mod 2N}. In this order the automorphism X -&gt; X^(5^k) is a cyclic shift by 2k
 * positions and X -&gt; X^-1 swaps neighbours, so that rotations need no gather.
 *
 * <p>A Stockham decomposition yields this order by itself. After s stages the low s bits of a
 * position, read from the lowest, are a path down the tree {@code X^N + 1 = (X^(N/2) - i)(X^(N/2) +
 * i)}, and so on; since 5^j mod 2^(s+1) depends on the low s-1 bits of j only, the path is (h, j_0,
 * j_1, ...). Stage s multiplies by psi^((N / 2^(s+1)) e(path)).
 */
public final class NttTable {

  /** Rows shorter than this are repeated up to it, so that a vector can be loaded from any row. */
  static final int MIN_ROW = 16;

  final int logN;
  final Modulus modulus;

  /** Row s: the 2^s factors of stage s, and their Shoup quotients. */
  final int[][] forward;

  final int[][] forwardShoup;

  /** The inverses of {@link #forward}; row 0 carries the factor N^-1 besides. */
  final int[][] inverse;

  final int[][] inverseShoup;

  /** N^-1 mod q and its Shoup quotient. */
  final int degreeInverse;

  final int degreeInverseShoup;

  /**
   * Computes the constants.
   *
   * @param modulus a prime q = 1 mod 2N
   * @param psi the least primitive 2N-th root of unity
   * @param logN log2 of N, in [5, 16]
   */
  public NttTable(Modulus modulus, int psi, int logN) {
    if (logN < 5 || logN > 16) {
      throw new IllegalArgumentException("transform: got logN " + logN + ", expected 5 to 16");
    }
    this.logN = logN;
    this.modulus = modulus;
    int n = 1 << logN;
    degreeInverse = modulus.inverse(modulus.reduce(n));
    degreeInverseShoup = modulus.shoupQuotient(degreeInverse);
    forward = new int[logN][];
    inverse = new int[logN][];
    int[] powers = powers(modulus, psi, 2 * n);
    for (int s = 0; s < logN; s++) {
      int length = Math.max(1 << s, MIN_ROW);
      forward[s] = new int[length];
      inverse[s] = new int[length];
      for (int i = 0; i < length; i++) {
        int exponent = (n >> (s + 1)) * nodeExponent(i & ((1 << s) - 1), n);
        forward[s][i] = powers[exponent & (2 * n - 1)];
        int w = powers[-exponent & (2 * n - 1)];
        inverse[s][i] = s == 0 ? modulus.multiply(w, degreeInverse) : w;
      }
    }
    forwardShoup = shoupQuotients(modulus, forward);
    inverseShoup = shoupQuotients(modulus, inverse);
  }

  private static int[] powers(Modulus modulus, int psi, int count) {
    int[] powers = new int[count];
    powers[0] = 1;
    for (int i = 1; i < count; i++) {
      powers[i] = modulus.multiply(powers[i - 1], psi);
    }
    return powers;
  }

  /** e = (-1)^h 5^j mod 2N of the tree node with path (h, j_0, j_1, ...), lowest bit first. */
  private static int nodeExponent(int path, int n) {
    int mask = 2 * n - 1;
    int exponent = 1;
    int square = 5;
    for (int j = path >> 1; j > 0; j >>= 1) {
      if ((j & 1) == 1) {
        exponent = (exponent * square) & mask;
      }
      square = (square * square) & mask;
    }
    return (path & 1) == 0 ? exponent : -exponent & mask;
  }

  private static int[][] shoupQuotients(Modulus modulus, int[][] rows) {
    int[][] quotients = new int[rows.length][];
    for (int s = 0; s < rows.length; s++) {
      quotients[s] = new int[rows[s].length];
      for (int i = 0; i < rows[s].length; i++) {
        quotients[s][i] = modulus.shoupQuotient(rows[s][i]);
      }
    }
    return quotients;
  }
}
