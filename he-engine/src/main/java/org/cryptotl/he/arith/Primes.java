package org.cryptotl.he.arith;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Primes that a negacyclic transform of length N can use: q = 1 mod 2N, q &lt; 2^30. */
public final class Primes {

  private Primes() {}

  /**
   * Returns the {@code count} largest NTT-friendly primes below {@code 2^bits}, in falling order.
   *
   * @param logN log2 of the ring degree N, in [1, 17]
   * @param bits size of the primes, in (logN + 1, 30]; all are above {@code 2^(bits-1)}
   * @param count how many
   * @param excluded primes that are already in use
   * @throws IllegalArgumentException where there are too few of this size
   */
  public static List<Integer> nttFriendly(
      int logN, int bits, int count, Collection<Integer> excluded) {
    if (logN < 1 || bits <= logN + 1 || bits > Modulus.MAX_BITS) {
      throw new IllegalArgumentException(
          "primes = 1 mod 2^%d: got %d bits, expected %d to %d"
              .formatted(logN + 1, bits, logN + 2, Modulus.MAX_BITS));
    }
    List<Integer> primes = new ArrayList<>();
    int step = 1 << (logN + 1);
    for (int q = (1 << bits) - step + 1; q > 1 << (bits - 1) && primes.size() < count; q -= step) {
      if (!excluded.contains(q) && isPrime(q)) {
        primes.add(q);
      }
    }
    if (primes.size() < count) {
      throw new IllegalArgumentException(
          "primes = 1 mod 2^%d of %d bits: expected %d unused ones, there are %d"
              .formatted(logN + 1, bits, count, primes.size()));
    }
    return List.copyOf(primes);
  }

  /**
   * Miller-Rabin with the bases 2, 3, 5, 7, which is exact below 3,215,031,751 (Jaeschke, "On
   * strong pseudoprimes to several bases", 1993).
   */
  public static boolean isPrime(int n) {
    if (n < 2) {
      return false;
    }
    for (int p : new int[] {2, 3, 5, 7}) {
      if (n % p == 0) {
        return n == p;
      }
    }
    int twos = Integer.numberOfTrailingZeros(n - 1);
    for (int base : new int[] {2, 3, 5, 7}) {
      if (isWitness(base, n, twos)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWitness(int base, int n, int twos) {
    long x = powMod(base, (n - 1) >>> twos, n);
    if (x == 1 || x == n - 1) {
      return false;
    }
    for (int i = 1; i < twos; i++) {
      x = x * x % n;
      if (x == n - 1) {
        return false;
      }
    }
    return true;
  }

  private static long powMod(long base, int exponent, int n) {
    long result = 1;
    long square = base % n;
    for (int e = exponent; e > 0; e >>>= 1) {
      if ((e & 1) == 1) {
        result = result * square % n;
      }
      square = square * square % n;
    }
    return result;
  }
}
