package org.cryptotl.he.ring;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Free work limbs of each thread, so that a steady load allocates nothing but results. Limbs come
 * with undefined content. One that held secrets goes back by {@link #giveWiped}.
 */
public final class LimbPool {

  /** Limbs that a thread keeps at most, for each degree. */
  private static final int KEPT = 512;

  private static final ThreadLocal<ArrayDeque<int[]>[]> FREE =
      ThreadLocal.withInitial(LimbPool::emptyShelves);

  private LimbPool() {}

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ArrayDeque<int[]>[] emptyShelves() {
    ArrayDeque[] shelves = new ArrayDeque[17];
    Arrays.setAll(shelves, i -> new ArrayDeque<int[]>());
    return shelves;
  }

  /** Takes a limb of 2^logN places. */
  public static int[] take(int logN) {
    int[] limb = FREE.get()[logN].pollLast();
    return limb == null ? new int[1 << logN] : limb;
  }

  /** Takes {@code count} limbs of 2^logN places. */
  public static int[][] take(int logN, int count) {
    int[][] limbs = new int[count][];
    for (int i = 0; i < count; i++) {
      limbs[i] = take(logN);
    }
    return limbs;
  }

  /** Gives limbs back; the caller keeps no reference. */
  public static void give(int[]... limbs) {
    for (int[] limb : limbs) {
      ArrayDeque<int[]> shelf = FREE.get()[Integer.numberOfTrailingZeros(limb.length)];
      if (shelf.size() < KEPT) {
        shelf.addLast(limb);
      }
    }
  }

  /** Overwrites limbs with zeros and gives them back. */
  public static void giveWiped(int[]... limbs) {
    for (int[] limb : limbs) {
      Arrays.fill(limb, 0);
    }
    give(limbs);
  }
}
