package org.cryptotl.he.arith;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
@ExtendWith(Replay.class)
class PrimesTest {

  @Test
  void isPrime_agreesWithBigIntegerOnSmallNumbers() {
    for (int n = -10; n < 20_000; n++) {
      assertEquals(n > 1 && BigInteger.valueOf(n).isProbablePrime(60), Primes.isPrime(n), "" + n);
    }
  }

  @Test
  void isPrime_agreesWithBigIntegerOnLargeNumbers(Random random) {
    for (int i = 0; i < 20_000; i++) {
      int n = random.nextInt(Integer.MAX_VALUE) | 1;
      assertEquals(BigInteger.valueOf(n).isProbablePrime(60), Primes.isPrime(n), "" + n);
    }
    assertTrue(Primes.isPrime(Integer.MAX_VALUE));
  }

  /** Strong pseudoprimes to bases 2; 2, 3; 2, 3, 5; Carmichael numbers; squares of primes. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        2047,
        3277,
        1373653,
        1530787,
        25326001,
        161304001,
        960946321,
        1157839381,
        561,
        1105,
        825265,
        321197185,
        1022117 * 1009,
        32749 * 32749,
        46337 * 46337
      })
  void isPrime_isNotFooled(int composite) {
    assertEquals(BigInteger.valueOf(composite).isProbablePrime(60), Primes.isPrime(composite));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 12, 13, 14, 15, 16})
  void primesOf30Bits_areDistinctFallingAndFriendly(int logN) {
    int count = 40;
    List<Integer> primes = Primes.nttFriendly(logN, 30, count, List.of());
    assertEquals(count, new HashSet<>(primes).size());
    int before = 1 << 30;
    for (int q : primes) {
      assertEquals(1, q % (2 << logN));
      assertTrue(BigInteger.valueOf(q).isProbablePrime(60), q + " is prime");
      assertTrue(q < before && q > 1 << 29, q + " is below " + before + " and of 30 bits");
      before = q;
    }
  }

  @Test
  void primes_areTheLargestThereAre() {
    List<Integer> expected = new ArrayList<>();
    for (int q = (1 << 20) - 1; expected.size() < 12; q--) {
      if (q % 2048 == 1 && BigInteger.valueOf(q).isProbablePrime(60)) {
        expected.add(q);
      }
    }
    assertEquals(expected, Primes.nttFriendly(10, 20, 12, List.of()));
    List<Integer> used = List.of(expected.get(0), expected.get(3));
    List<Integer> rest = new ArrayList<>(expected);
    rest.removeAll(used);
    assertEquals(rest, Primes.nttFriendly(10, 20, 10, used));
  }

  @ParameterizedTest
  @CsvSource({"0, 20", "13, 14", "13, 31", "16, 17"})
  void sizesThatCannotBe_areRefused(int logN, int bits) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Primes.nttFriendly(logN, bits, 1, List.of()))
            .getMessage();
    assertTrue(message.contains("got " + bits + " bits"), message);
  }

  @Test
  void tooManyPrimes_areRefusedWithTheNumberThatThereIs() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> Primes.nttFriendly(12, 15, 20, List.of()))
            .getMessage();
    // The only candidate of this size is 3 2^13 + 1 = 7 times 3511.
    assertTrue(message.contains("expected 20 unused ones, there are 0"), message);
  }
}
