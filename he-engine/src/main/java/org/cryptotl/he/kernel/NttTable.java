package org.cryptotl.he.kernel;

import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.arith.RootsOfUnity;

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
   * @param logN log2 of N, in [5, 16]
   */
  public NttTable(Modulus modulus, int logN) {
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
    int psi = RootsOfUnity.leastPrimitive(modulus, logN);
    for (int s = 0; s < logN; s++) {
      forward[s] = stageFactors(modulus, psi, logN, s);
      inverse[s] = new int[forward[s].length];
      for (int i = 0; i < forward[s].length; i++) {
        int w = modulus.inverse(forward[s][i]);
        inverse[s][i] = s == 0 ? modulus.multiply(w, degreeInverse) : w;
      }
    }
    forwardShoup = shoupQuotients(modulus, forward);
    inverseShoup = shoupQuotients(modulus, inverse);
  }

  private static int[] stageFactors(Modulus modulus, int psi, int logN, int stage) {
    int mask = (2 << logN) - 1;
    int[] row = new int[Math.max(1 << stage, MIN_ROW)];
    int powerOfFive = 1;
    for (int path = 0; path < 1 << stage; path++) {
      if (path > 1 && (path & 1) == 0) {
        powerOfFive = (powerOfFive * 5) & mask;
      }
      int exponent = (path & 1) == 0 ? powerOfFive : -powerOfFive;
      row[path] = modulus.pow(psi, ((1 << (logN - stage - 1)) * exponent) & mask);
    }
    for (int i = 1 << stage; i < row.length; i++) {
      row[i] = row[i - (1 << stage)];
    }
    return row;
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
