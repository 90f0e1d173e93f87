package org.cryptotl.he.arith;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class RootsOfUnityTest {

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 17", "2, 41", "3, 97", "4, 97", "5, 193", "8, 7681", "8, 12289"})
  void root_isTheLeastOfAllPrimitiveOnes(int logN, int prime) {
    Modulus q = Modulus.of(prime);
    int least = 0;
    for (int x = 1; least == 0; x++) {
      int power = 1;
      for (int i = 0; i < 1 << logN; i++) {
        power = (int) ((long) power * x % prime);
      }
      if (power == prime - 1) {
        least = x;
      }
    }
    assertEquals(least, RootsOfUnity.leastPrimitive(q, logN));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 13, 16})
  void root_hasOrder2N(int logN) {
    for (int prime : Primes.nttFriendly(logN, 30, 3, List.of())) {
      Modulus q = Modulus.of(prime);
      int psi = RootsOfUnity.leastPrimitive(q, logN);
      assertEquals(prime - 1, q.pow(psi, 1L << logN));
    }
  }

  @Test
  void primeThatIsNotOneModulo2N_fails() {
    Modulus q = Modulus.of(97);
    String message =
        assertThrows(IllegalArgumentException.class, () -> RootsOfUnity.leastPrimitive(q, 5))
            .getMessage();
    assertTrue(message.contains("97") && message.contains("2^6"), message);
  }
}
