package org.cryptotl.he.kernel;

/**
 * One work array of each kind a thread, so that the hot loops allocate nothing. What a method
 * leaves there is overwritten by the next one; nobody may keep a reference across a call.
 */
final class Scratch {

  private static final ThreadLocal<int[]> INTS = ThreadLocal.withInitial(() -> new int[0]);
  private static final ThreadLocal<long[]> LONGS = ThreadLocal.withInitial(() -> new long[0]);
  private static final ThreadLocal<double[][]> COMPLEX =
      ThreadLocal.withInitial(() -> new double[2][0]);

  private Scratch() {}

  /** Returns a work array of at least {@code length} ints with undefined content. */
  static int[] ints(int length) {
    int[] array = INTS.get();
    if (array.length < length) {
      array = new int[length];
      INTS.set(array);
    }
    return array;
  }

  /** Returns a work array of at least {@code length} longs with undefined content. */
  static long[] longs(int length) {
    long[] array = LONGS.get();
    if (array.length < length) {
      array = new long[length];
      LONGS.set(array);
    }
    return array;
  }

  /** Returns two work arrays of at least {@code length} doubles with undefined content. */
  static double[][] complex(int length) {
    double[][] arrays = COMPLEX.get();
    if (arrays[0].length < length) {
      arrays[0] = new double[length];
      arrays[1] = new double[length];
    }
    return arrays;
  }
}
