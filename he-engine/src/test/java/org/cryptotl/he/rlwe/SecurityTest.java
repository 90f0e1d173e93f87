package org.cryptotl.he.rlwe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cryptotl.he.arith.Primes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of Bossuat et al. 2024, from both sides of each of its limits. */
@Tag("once")
class SecurityTest {

  @ParameterizedTest
  @CsvSource({
    "12, 106, 73, 56",
    "13, 214, 147, 114",
    "14, 430, 297, 230",
    "15, 868, 597, 462",
    "16, 1747, 1199, 929"
  })
  void modulusJustAboveALimit_isRefused(int logN, int bits128, int bits192, int bits256) {
    Map<SecurityLevel, Integer> limits =
        Map.of(
            SecurityLevel.BITS_128, bits128,
            SecurityLevel.BITS_192, bits192,
            SecurityLevel.BITS_256, bits256);
    for (SecurityLevel level : SecurityLevel.values()) {
      int limit = limits.get(level);
      assertEquals(limit, level.maxLogQp(logN));
      List<Integer> primes = primes(logN, limit, true);
      List<Integer> data = primes.subList(1, primes.size());
      List<Integer> special = primes.subList(0, 1);
      assertTrue(log2(data) < limit, "the special prime counts");
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> RlweParameters.of(logN, data, special, level))
              .getMessage();
      assertTrue(
          message.contains(
              "log2(QP) = %.1f, expected at most %d for %d bits"
                  .formatted(log2(primes), limit, level.bits())),
          message);
      assertThrows(
          IllegalArgumentException.class,
          () -> RlweParameters.of(logN, special, data, level),
          "many special primes count too");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "12, BITS_128",
    "12, BITS_192",
    "12, BITS_256",
    "13, BITS_128",
    "13, BITS_192",
    "13, BITS_256",
    "14, BITS_128",
    "14, BITS_256",
    "15, BITS_256"
  })
  void modulusJustBelowALimit_isAccepted(int logN, SecurityLevel level) {
    List<Integer> primes = primes(logN, level.maxLogQp(logN), false);
    RlweParameters parameters =
        RlweParameters.of(logN, primes.subList(1, primes.size()), primes.subList(0, 1), level);
    assertEquals(Optional.of(level), parameters.security());
    assertEquals(log2(primes), parameters.logQp(), 1e-9);
    assertTrue(parameters.toString().contains(level.bits() + " bits"), parameters.toString());
  }

  @Test
  void securityThatIsReached_mayBeMoreThanWasAskedFor() {
    List<Integer> primes = Primes.nttFriendly(13, 30, 3, List.of());
    RlweParameters parameters =
        RlweParameters.of(13, primes.subList(1, 3), primes.subList(0, 1), SecurityLevel.BITS_128);
    assertEquals(Optional.of(SecurityLevel.BITS_256), parameters.security());
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 11, 17})
  void degreesOutsideOfTheTable_areRefused(int logN) {
    assertThrows(
        IllegalArgumentException.class,
        () -> RlweParameters.of(logN, List.of(97), List.of(193), SecurityLevel.BITS_128));
  }

  @Test
  void primesThatCannotServe_areRefused() {
    List<Integer> p = Primes.nttFriendly(13, 30, 3, List.of());
    int wrongDegree =
        Primes.nttFriendly(12, 20, 8, List.of()).stream()
            .filter(q -> q % (1 << 14) != 1)
            .findFirst()
            .orElseThrow();
    assertRefused("0 data", List.of(), p);
    assertRefused("0 special", p, List.of());
    assertRefused("1 distinct", List.of(p.get(0), p.get(0)), List.of(p.get(1)));
    assertRefused("2 distinct", List.of(p.get(0), p.get(1)), List.of(p.get(1)));
    assertRefused("" + wrongDegree, List.of(wrongDegree), List.of(p.get(1)));
    assertRefused("odd prime", List.of((1 << 14) + 1), List.of(p.get(1)));
    assertRefused("-16383", List.of(-16383), List.of(p.get(1)));
  }

  private static void assertRefused(String text, List<Integer> data, List<Integer> special) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> RlweParameters.of(13, data, special, SecurityLevel.BITS_128))
            .getMessage();
    assertTrue(message.contains(text), message);
  }

  @Test
  void parametersWithoutSecurity_saySo() {
    RlweParameters parameters = InsecureParameters.insecure(6, 2, 1).rlwe();
    assertEquals(Optional.empty(), parameters.security());
    assertTrue(parameters.toString().contains("INSECURE"), parameters.toString());
  }

  @Test
  void equality_isThatOfDegreeAndPrimesInOrder() {
    List<Integer> p = Primes.nttFriendly(10, 30, 4, List.of());
    RlweParameters a = RlweParameters.insecure(8, p.subList(0, 3), p.subList(3, 4));
    RlweParameters same = RlweParameters.insecure(8, p.subList(0, 3), p.subList(3, 4));
    assertEquals(a, same);
    assertEquals(a.hashCode(), same.hashCode());
    assertArrayEquals(a.fingerprint(), same.fingerprint());
    a.fingerprint()[0]++;
    assertArrayEquals(a.fingerprint(), same.fingerprint());
    for (RlweParameters other :
        List.of(
            RlweParameters.insecure(9, p.subList(0, 3), p.subList(3, 4)),
            RlweParameters.insecure(8, p.subList(0, 2), p.subList(3, 4)),
            RlweParameters.insecure(8, p.subList(0, 2), p.subList(2, 4)),
            RlweParameters.insecure(8, p.subList(1, 4), p.subList(0, 1)),
            RlweParameters.insecure(8, p.subList(0, 3).reversed(), p.subList(3, 4)))) {
      assertNotEquals(a, other);
      assertFalse(java.util.Arrays.equals(a.fingerprint(), other.fingerprint()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 4, 100})
  void limbsOutOfRange_areRefused(int limbs) {
    RlweParameters parameters = InsecureParameters.insecure(6, 3, 1).rlwe();
    for (Runnable each :
        List.<Runnable>of(() -> parameters.data(limbs), () -> parameters.key(limbs))) {
      String message = assertThrows(IllegalArgumentException.class, each::run).getMessage();
      assertEquals("limbs: got " + limbs + ", expected 1 to 3", message);
    }
  }

  /** Distinct primes whose product is on one side of 2^limit, and within half a bit of it. */
  private static List<Integer> primes(int logN, int limit, boolean above) {
    List<Integer> primes = new ArrayList<>();
    double rest = limit;
    for (int left = (int) Math.ceil(limit / 29.5); left > 1; left--) {
      primes.addAll(Primes.nttFriendly(logN, (int) Math.ceil(rest / left), 1, primes));
      rest = limit - log2(primes);
    }
    int step = 2 << logN;
    int q = ((int) (Math.pow(2, rest) / step)) * step + 1 + (above ? step : 0);
    while (!Primes.isPrime(q) || primes.contains(q)) {
      q += above ? step : -step;
    }
    primes.add(q);
    double total = log2(primes);
    assertTrue(
        above ? total > limit && total < limit + 0.5 : total <= limit && total > limit - 0.5,
        "log2 of the product is " + total);
    return primes;
  }

  private static double log2(List<Integer> primes) {
    return primes.stream().mapToDouble(q -> Math.log(q) / Math.log(2)).sum();
  }
}
