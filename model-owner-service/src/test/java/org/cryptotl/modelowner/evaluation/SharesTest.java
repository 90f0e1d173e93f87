package org.cryptotl.modelowner.evaluation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharesTest {

  @Test
  void moreThanThereIs_isNotGiven() {
    Shares bytes = new Shares(100);
    assertTrue(bytes.take("a", 50));
    assertTrue(bytes.take("b", 30));
    assertFalse(bytes.take("c", 21));
    assertTrue(bytes.take("c", 20));
    bytes.giveBack("a", 50);
    assertTrue(bytes.take("d", 50));
  }

  @Test
  void tenant_hasAtMostHalf() {
    Shares places = new Shares(18);
    for (int i = 0; i < 9; i++) {
      assertTrue(places.take("a", 1));
    }
    assertFalse(places.take("a", 1));
    assertTrue(places.take("b", 1));
    places.giveBack("a", 1);
    assertTrue(places.take("a", 1));
  }

  @Test
  void tenant_hasOneEvenWhereHalfIsLess() {
    for (int most = 1; most <= 3; most++) {
      Shares places = new Shares(most);
      assertTrue(places.take("a", 1));
      assertFalse(places.take("a", 1));
      places.giveBack("a", 1);
      assertTrue(places.take("a", 1));
    }
  }

  @Test
  void moreThanAll_isGivenAlone() {
    Shares bytes = new Shares(100);
    assertTrue(bytes.take("a", 1000));
    assertFalse(bytes.take("b", 1));
    bytes.giveBack("a", 1000);
    assertTrue(bytes.take("b", 1));
    assertFalse(bytes.take("a", 1000));
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
    assertFalse(bytes.take("a", 71));
  }
}
