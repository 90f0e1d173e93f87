package org.cryptotl.he.arith;

/** Roots of unity modulo NTT-friendly primes. */
public final class RootsOfUnity {

  private RootsOfUnity() {}

  /**
   * Returns the least primitive 2N-th root of unity psi modulo q, so that everybody who knows q and
   * N finds the same one: the wire format rests on it.
   *
   * @param modulus a prime q = 1 mod 2N
   * @param logN log2 of N
   * @return psi with psi^N = -1 mod q
   */
  public static int leastPrimitive(Modulus modulus, int logN) {
    int q = modulus.value();
    int order = 1 << (logN + 1);
    if ((q - 1) % order != 0) {
      throw new IllegalArgumentException(
          "modulus " + q + ": expected a prime = 1 mod 2^" + (logN + 1));
    }
    int root = 0;
    for (int g = 2; root == 0; g++) {
      int candidate = modulus.pow(g, (q - 1) / order);
      if (modulus.pow(candidate, order / 2) == q - 1) {
        root = candidate;
      }
    }
    // The primitive 2N-th roots are the odd powers of any one of them.
    int square = modulus.multiply(root, root);
    int least = root;
    int power = root;
    for (int i = 1; i < order / 2; i++) {
      power = modulus.multiply(power, square);
      least = Math.min(least, power);
    }
    return least;
  }
}
