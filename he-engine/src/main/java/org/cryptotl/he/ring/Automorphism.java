package org.cryptotl.he.ring;

/**
 * The automorphism X -&gt; X^g of Z[X]/(X^N + 1), g odd: on slots a rotation to the left, a complex
 * conjugation, or both.
 *
 * <p>Every odd g is (-1)^h 5^k mod 2N. In rotation order (see {@code NttTable}) an automorphism of
 * evaluations is a cyclic shift by 2k places and, for h = 1, an exchange of neighbours.
 *
 * @param galoisElement g, odd, in [1, 2N)
 * @param shift 2k, in [0, N)
 * @param conjugates whether h = 1
 */
public record Automorphism(int galoisElement, int shift, boolean conjugates) {

  /** Checks what can be checked without the degree. */
  public Automorphism {
    if (galoisElement < 1
        || (galoisElement & 1) == 0
        || shift < 0
        || (shift & 1) != 0
        || conjugates != ((galoisElement & 3) == 3)) {
      throw new IllegalArgumentException(
          "automorphism: Galois element %d, shift %d and conjugation %s do not belong together"
              .formatted(galoisElement, shift, conjugates));
    }
  }

  /** Returns the automorphism that rotates the N/2 slots by {@code steps} to the left. */
  public static Automorphism rotation(int logN, int steps) {
    int slots = 1 << (logN - 1);
    int k = Math.floorMod(steps, slots);
    return new Automorphism(powerOfFive(logN, k), 2 * k, false);
  }

  /** Returns complex conjugation of every slot: g = 2N - 1. */
  public static Automorphism conjugation(int logN) {
    return conjugation(logN, 0);
  }

  /** Returns the rotation of the slots by {@code steps} to the left, with their conjugation. */
  public static Automorphism conjugation(int logN, int steps) {
    Automorphism rotation = rotation(logN, steps);
    return new Automorphism((2 << logN) - rotation.galoisElement(), rotation.shift(), true);
  }

  /** Returns the automorphism of a Galois element. */
  public static Automorphism of(int logN, int galoisElement) {
    int order = 2 << logN;
    if (galoisElement < 1 || galoisElement >= order || (galoisElement & 1) == 0) {
      throw new IllegalArgumentException(
          "Galois element: got %d, expected an odd number in [1, %d)"
              .formatted(galoisElement, order));
    }
    boolean conjugates = (galoisElement & 3) == 3;
    int target = conjugates ? order - galoisElement : galoisElement;
    return new Automorphism(galoisElement, 2 * logarithm(logN, target), conjugates);
  }

  /** The inverse automorphism. */
  public Automorphism inverse(int logN) {
    int n = 1 << logN;
    int k = ((n - shift) & (n - 1)) / 2;
    int g = powerOfFive(logN, k);
    return new Automorphism(conjugates ? (2 << logN) - g : g, 2 * k, conjugates);
  }

  /** Slots by which it rotates to the left, in [0, N/2). */
  public int steps() {
    return shift / 2;
  }

  private static int powerOfFive(int logN, int k) {
    int mask = (2 << logN) - 1;
    int result = 1;
    int square = 5;
    for (int e = k; e > 0; e >>>= 1) {
      if ((e & 1) == 1) {
        result = (result * square) & mask;
      }
      square = (square * square) & mask;
    }
    return result;
  }

  /** The k with 5^k = g mod 2N, bit by bit: 5^k mod 2^(j+3) depends on the low j + 1 bits of k. */
  private static int logarithm(int logN, int g) {
    int k = 0;
    for (int j = 0; j < logN - 1; j++) {
      int mask = (8 << j) - 1;
      if (((powerOfFive(logN, k) ^ g) & mask) != 0) {
        k |= 1 << j;
      }
    }
    return k;
  }
}
