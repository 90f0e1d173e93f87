package org.cryptotl.he.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Residues of w bits each, one after the other without gaps. Bit k of the string is bit k mod 8 of
 * byte k / 8; residue i is bits [i w, (i + 1) w), lowest first. Eight residues fill w whole bytes.
 */
final class Packing {

  /** Most residues that are packed at once. */
  static final int CHUNK = 1 << 13;

  /** Bytes behind the packed ones that are read or overwritten by accesses of 8 bytes. */
  static final int SLACK = Long.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Packing() {}

  /** Number of bits of a residue modulo q. */
  static int bits(int q) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(q);
  }

  /** Number of bytes of so many residues, a multiple of 8, modulo q. */
  static int bytes(int count, int q) {
    return count / Byte.SIZE * bits(q);
  }

  /** Room that a buffer needs for a chunk of a limb of degree N, whatever the prime. */
  static int bufferBytes(int degree) {
    return Math.min(degree, CHUNK) / Byte.SIZE * Integer.SIZE + SLACK;
  }

  /**
   * Writes residues [from, from + count) to the beginning of {@code out}.
   *
   * @param count a multiple of 8
   * @param bits at most 32
   * @param out at least {@link #SLACK} bytes longer than the result, and overwritten there
   */
  static void pack(int[] residues, int from, int count, int bits, byte[] out) {
    long pending = 0;
    int fill = 0;
    int position = 0;
    for (int i = from; i < from + count; i++) {
      pending |= (long) residues[i] << fill;
      LONG.set(out, position, pending);
      fill += bits;
      position += fill >>> 3;
      pending >>>= fill & -Byte.SIZE;
      fill &= Byte.SIZE - 1;
    }
  }

  /**
   * Reads residues [from, from + count) from the beginning of {@code in}.
   *
   * @param in at least {@link #SLACK} bytes longer than what is read
   * @return whether all of them are below q
   */
  static boolean unpack(byte[] in, int q, int[] residues, int from, int count) {
    int bits = bits(q);
    int mask = -1 >>> (Integer.SIZE - bits);
    int largest = q - 1;
    int excess = 0;
    for (int i = 0; i < count; i++) {
      int bit = i * bits;
      int residue = (int) ((long) LONG.get(in, bit >>> 3) >>> (bit & 7)) & mask;
      residues[from + i] = residue;
      excess |= largest - residue;
    }
    return excess >= 0;
  }
}
