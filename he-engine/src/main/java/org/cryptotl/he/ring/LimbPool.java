package org.cryptotl.he.ring;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * Free work limbs of each thread, so that a steady load allocates nothing but results. Limbs come
 * with undefined content. One that held secrets goes back by {@link #giveWiped}.
 */
public final class LimbPool {

  /** Limbs that a thread keeps at most, for each degree, and their places: 16 MiB a degree. */
  private static final int KEPT = 512;

  private static final int KEPT_PLACES = 1 << 22;

  private static final int MAX_LOG_N = 16;

  private static final ThreadLocal<ArrayDeque<int[]>[]> FREE =
      ThreadLocal.withInitial(LimbPool::emptyShelves);

  /** One long work array a thread, for interleaved limbs. */
  private static final ThreadLocal<int[]> INTERLEAVED = ThreadLocal.withInitial(() -> new int[0]);

  private LimbPool() {}

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ArrayDeque<int[]>[] emptyShelves() {
    ArrayDeque[] shelves = new ArrayDeque[MAX_LOG_N + 1];
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

  /**
   * Gives the limbs of polynomials back, which nobody else holds, also not as a prefix, as a part
   * of a ciphertext or after a rotation by 0.
   */
  public static void give(List<NttPoly> polys) {
    for (NttPoly poly : polys) {
      give(poly.limbs());
    }
  }

  /** Gives limbs back; the caller keeps no reference. */
  public static void give(int[]... limbs) {
    for (int[] limb : limbs) {
      int logN = Integer.numberOfTrailingZeros(limb.length);
      if (limb.length != 1 << logN || logN > MAX_LOG_N) {
        throw new IllegalArgumentException(
            "limb: got %d places, expected a power of two of at most 2^%d"
                .formatted(limb.length, MAX_LOG_N));
      }
      ArrayDeque<int[]> shelf = FREE.get()[logN];
      assert !shelf.contains(limb) : "the limb was given back before";
      if (shelf.size() < Math.min(KEPT, KEPT_PLACES / limb.length)) {
        shelf.addLast(limb);
      }
    }
  }

  /**
   * Takes a work array for interleaved limbs of at least this length. A thread keeps one, at the
   * greatest length that it ever was.
   */
  public static int[] takeInterleaved(int length) {
    int[] array = INTERLEAVED.get();
    INTERLEAVED.remove();
    return array.length < length ? new int[length] : array;
  }

  /** Gives such an array back; the caller keeps no reference. */
  public static void giveInterleaved(int[] array) {
    INTERLEAVED.set(array);
  }

  /** Overwrites limbs with zeros and gives them back. */
  public static void giveWiped(int[]... limbs) {
    for (int[] limb : limbs) {
      Arrays.fill(limb, 0);
    }
    give(limbs);
  }
}
