package org.cryptotl.modelowner.evaluation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharesTest {

  @Test
  void moreThanThereIs_isNotGiven() {
    Shares bytes = new Shares(100);
    assertTrue(bytes.take(60));
    assertFalse(bytes.take(41));
    assertTrue(bytes.take(40));
    bytes.giveBack(60);
    assertTrue(bytes.take(60));
  }

  @Test
  void moreThanAll_isGivenAlone() {
    Shares bytes = new Shares(100);
    assertTrue(bytes.take(1000));
    assertFalse(bytes.take(1));
    bytes.giveBack(1000);
    assertTrue(bytes.take(1));
    assertFalse(bytes.take(1000));
  }

  @Test
  void whoWaits_isServedWhenOthersAreDone() throws InterruptedException {
    Shares bytes = new Shares(100);
    bytes.await(80);
    Thread waits =
        Thread.ofVirtual()
            .start(() -> {
              try {
                bytes.await(30);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertFalse(waits.join(Duration.ofMillis(100)));
    bytes.giveBack(80);
    assertTrue(waits.join(Duration.ofSeconds(30)));
    assertFalse(bytes.take(71));
  }
}
