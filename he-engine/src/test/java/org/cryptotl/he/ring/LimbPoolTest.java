package org.cryptotl.he.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class LimbPoolTest {

  @Test
  void limbs_haveTheirDegreeAndAreDistinct() {
    for (int logN = 5; logN <= 16; logN++) {
      int[][] limbs = LimbPool.take(logN, 3);
      assertEquals(3, limbs.length);
      Set<int[]> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
      distinct.addAll(Arrays.asList(limbs));
      assertEquals(3, distinct.size());
      for (int[] limb : limbs) {
        assertEquals(1 << logN, limb.length);
      }
      LimbPool.give(limbs);
    }
  }

  @Test
  void limbThatWasGivenBack_isTakenAgainByItsThread() throws Exception {
    int[] limb = LimbPool.take(9);
    LimbPool.give(limb);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      assertNotSame(limb, other.submit(() -> LimbPool.take(9)).get());
    }
    assertNotSame(limb, LimbPool.take(10));
    assertSame(limb, LimbPool.take(9));
    assertNotSame(limb, LimbPool.take(9));
  }

  @Test
  void limbThatIsGivenTwice_isNoticed() {
    int[] limb = LimbPool.take(7);
    LimbPool.give(limb);
    assertThrows(AssertionError.class, () -> LimbPool.give(limb));
  }

  @Test
  void secretLimb_isWiped() {
    int[] limb = LimbPool.take(8);
    Arrays.fill(limb, 7);
    LimbPool.giveWiped(limb);
    assertArrayEquals(new int[256], limb);
  }

  @Test
  void pool_keepsABoundedNumber() {
    List<int[]> given = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      given.add(new int[32]);
    }
    LimbPool.give(given.toArray(int[][]::new));
    Set<int[]> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(given);
    int kept = 0;
    while (known.contains(LimbPool.take(5))) {
      kept++;
    }
    assertTrue(0 < kept && kept < given.size(), kept + " are kept");
  }
}
