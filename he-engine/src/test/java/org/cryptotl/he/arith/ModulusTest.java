package org.cryptotl.he.arith;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each operation against {@link BigInteger}, on the ends of the range and on random residues. */
@Tag("once")
@ExtendWith(Replay.class)
class ModulusTest {

  private static final int RANDOM_RESIDUES = 40;

  /** The least and the largest prime of each size, and the least odd prime of all. */
  static IntStream primes() {
    return IntStream.concat(
        IntStream.of(3),
        IntStream.rangeClosed(10, 30)
            .flatMap(bits ->
                IntStream.of(
                    BigInteger.ONE.shiftLeft(bits - 1).nextProbablePrime().intValue(),
                    largestPrimeBelow(1 << bits))));
  }

  private static int largestPrimeBelow(int limit) {
    return IntStream.iterate(limit - 1, n -> n - 1)
        .filter(n -> BigInteger.valueOf(n).isProbablePrime(50))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("primes")
  void sumsAndProducts_areThoseOfBigInteger(int prime, Random random) {
    Modulus q = Modulus.of(prime);
    for (int a : residues(prime, random)) {
      assertEquals(big(-a).mod(big(prime)).intValue(), q.negate(a));
      for (int b : residues(prime, random)) {
        assertEquals(big(a).add(big(b)).mod(big(prime)).intValue(), q.add(a, b));
        assertEquals(big(a).subtract(big(b)).mod(big(prime)).intValue(), q.subtract(a, b));
        assertEquals(product(a, b, prime), q.multiply(a, b));
        assertEquals(product(a, b, prime), q.reduceProduct((long) a * b));
        assertEquals(product(a, b, prime), q.multiplyShoup(a, b, q.shoupQuotient(b)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("primes")
  void shoupProduct_takesAnyUnsignedFactor(int prime, Random random) {
    Modulus q = Modulus.of(prime);
    int[] factors =
        IntStream.concat(
                IntStream.of(0, 1, prime, 2 * prime, -1, -2, Integer.MIN_VALUE, Integer.MAX_VALUE),
                random.ints(RANDOM_RESIDUES))
            .toArray();
    for (int w : residues(prime, random)) {
      int quotient = q.shoupQuotient(w);
      assertEquals(
          big(w).shiftLeft(32).divide(big(prime)).longValue(), Integer.toUnsignedLong(quotient));
      for (int x : factors) {
        int expected = product(Integer.toUnsignedLong(x), w, prime);
        assertEquals(expected, q.multiplyShoup(x, w, quotient));
        long lazy = Integer.toUnsignedLong(q.multiplyShoupLazy(x, w, quotient));
        assertTrue(lazy < 2L * prime, "in [0, 2q)");
        assertEquals(expected, (int) (lazy % prime));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("primes")
  void reduction_takesEverythingInItsRange(int prime, Random random) {
    Modulus q = Modulus.of(prime);
    LongStream.concat(
            LongStream.of(0, 1, -1, prime, -prime, Long.MAX_VALUE, Long.MIN_VALUE),
            random.longs(RANDOM_RESIDUES))
        .forEach(x -> {
          assertEquals(big(x).mod(big(prime)).intValue(), q.reduce(x));
          long below60 = x >>> 4;
          assertEquals(below60 % prime, q.reduceProduct(below60));
          assertEquals(big(x >> 1).mod(big(prime)).intValue(), q.reduceSigned(x >> 1));
          BigInteger unsigned = new BigInteger(Long.toUnsignedString(x));
          BigInteger inverse = BigInteger.ONE.shiftLeft(32).modInverse(big(prime));
          assertEquals(
              unsigned.multiply(inverse).mod(big(prime)).intValue(), q.montgomeryReduce(x));
        });
    for (long x : new long[] {(1L << 60) - 1, (long) (prime - 1) * (prime - 1)}) {
      assertEquals(x % prime, q.reduceProduct(x));
    }
  }

  @ParameterizedTest
  @MethodSource("primes")
  void montgomeryForm_isUndoneByTheReduction(int prime, Random random) {
    Modulus q = Modulus.of(prime);
    assertEquals((int) ((1L << 32) % prime), q.r32());
    assertEquals(1, prime * q.inverse32());
    for (int x : residues(prime, random)) {
      assertEquals(x, q.montgomeryReduce(q.toMontgomery(x)));
      assertEquals(
          product(x, prime - 1, prime), q.montgomeryReduce((long) (prime - 1) * q.toMontgomery(x)));
    }
  }

  @ParameterizedTest
  @MethodSource("primes")
  void powersAndInverses_areThoseOfBigInteger(int prime, Random random) {
    Modulus q = Modulus.of(prime);
    for (int a : residues(prime, random)) {
      for (long e : new long[] {0, 1, 2, prime - 1L, prime - 2L, random.nextLong() >>> 1}) {
        assertEquals(big(a).modPow(big(e), big(prime)).intValue(), q.pow(a, e));
      }
      if (a != 0) {
        assertEquals(big(a).modInverse(big(prime)).intValue(), q.inverse(a));
      }
    }
  }

  @Test
  void inverseOfZero_fails() {
    Modulus q = Modulus.of(97);
    String message = assertThrows(IllegalArgumentException.class, () -> q.inverse(0)).getMessage();
    assertTrue(message.contains("[1, 97)"), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {-7, -1, 0, 1, 2, 4, 9, 561, 1 << 30, (1 << 30) + 3, Integer.MAX_VALUE})
  void modulus_isAnOddPrimeBelow2To30(int q) {
    String message = assertThrows(IllegalArgumentException.class, () -> Modulus.of(q)).getMessage();
    assertTrue(message.contains("got " + q + ", expected an odd prime below 2^30"), message);
  }

  private static List<Integer> residues(int q, Random random) {
    return IntStream.concat(
            IntStream.of(0, 1, 2, q / 2, q / 2 + 1, q - 2, q - 1).filter(x -> x < q),
            random.ints(RANDOM_RESIDUES, 0, q))
        .boxed()
        .toList();
  }

  private static int product(long a, long b, int q) {
    return big(a).multiply(big(b)).mod(big(q)).intValue();
  }

  private static BigInteger big(long x) {
    return BigInteger.valueOf(x);
  }
}
