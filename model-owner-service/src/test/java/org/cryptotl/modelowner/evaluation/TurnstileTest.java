package org.cryptotl.modelowner.evaluation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.problems.Problem;
import org.junit.jupiter.api.Test;

class TurnstileTest {

  private static Turnstile turnstile(int concurrent, int waiting, long memoryBytes) {
    return new Turnstile(
        new CryptotlProperties(
            Path.of("none"),
            "",
            CryptotlProperties.Blobs.DIRECTORY,
            null,
            null,
            null,
            new CryptotlProperties.Evaluations(
                concurrent, waiting, Duration.ofMillis(50), Duration.ofSeconds(1), memoryBytes),
            null));
  }

  @Test
  void slowTenant_leavesPlacesToOthers() {
    Turnstile turnstile = turnstile(2, 16, 1000);
    for (int i = 0; i < 9; i++) {
      turnstile.enter("slow", 1);
    }
    assertThrows(Problem.class, () -> turnstile.enter("slow", 1));
    for (int i = 0; i < 9; i++) {
      turnstile.enter("other" + i, 1);
    }
    assertThrows(Problem.class, () -> turnstile.enter("one more", 1));
    turnstile.leave("slow", 1);
    assertDoesNotThrow(() -> turnstile.enter("slow", 1));
  }

  @Test
  void requestsOfManyBytes_areFewer() {
    Turnstile turnstile = turnstile(2, 16, 1000);
    turnstile.enter("a", 400);
    assertThrows(Problem.class, () -> turnstile.enter("a", 400));
    turnstile.enter("b", 400);
    assertThrows(Problem.class, () -> turnstile.enter("c", 400));
    turnstile.leave("b", 400);
    assertDoesNotThrow(() -> turnstile.enter("c", 400));
  }

  /** While the thread is still busy with another. */
  @Test
  void requestThatLostPatience_isForgotten() throws Exception {
    Turnstile turnstile = turnstile(1, 1, 1000);
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Thread first =
        Thread.ofVirtual()
            .start(() ->
                assertDoesNotThrow(() ->
                    turnstile.inTurn(() -> {
                      begun.countDown();
                      end.await();
                      return 1;
                    })));
    begun.await();
    WeakReference<byte[]> ciphertexts = loseOne(turnstile);
    for (int i = 0; i < 100 && ciphertexts.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertNull(ciphertexts.get());
    end.countDown();
    first.join();
    assertEquals(2, turnstile.inTurn(() -> 2));
    turnstile.stop();
  }

  private static WeakReference<byte[]> loseOne(Turnstile turnstile) {
    byte[] bytes = new byte[1000];
    assertThrows(Problem.class, () -> turnstile.inTurn(() -> bytes.length));
    return new WeakReference<>(bytes);
  }
}
