package org.cryptotl.he.io;

/**
 * Coefficients -1, 0 and 1 as two bits each in two's complement (11, 00, 01), four in a byte,
 * lowest bits first. Neither direction branches on a coefficient.
 */
final class TernaryPacking {

  /** Coefficients in a byte. */
  static final int PER_BYTE = 4;

  private TernaryPacking() {}

  /**
   * Writes residues that are 0, 1 or q - 1, for an odd q, to the beginning of {@code out}.
   *
   * @param out long enough, and zero there
   */
  static void pack(int[] residues, byte[] out) {
    for (int i = 0; i < residues.length; i++) {
      int negative = (1 - residues[i]) >>> 31;
      int code = (negative * 3) | (residues[i] & 1);
      out[i / PER_BYTE] |= (byte) (code << (2 * (i % PER_BYTE)));
    }
  }

  /**
   * Reads all coefficients from the beginning of {@code in}.
   *
   * @return whether all are -1, 0 or 1, and one of them is not 0
   */
  static boolean unpack(byte[] in, int[] coefficients) {
    int seen = 0;
    int bad = 0;
    for (int i = 0; i < coefficients.length; i++) {
      int code = (in[i / PER_BYTE] >>> (2 * (i % PER_BYTE))) & 3;
      coefficients[i] = code << 30 >> 30;
      seen |= code;
      bad |= (code >>> 1) & ~code;
    }
    return bad == 0 && seen != 0;
  }
}
