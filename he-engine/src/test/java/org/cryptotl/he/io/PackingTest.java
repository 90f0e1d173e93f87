package org.cryptotl.he.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("once")
class PackingTest {

  private final Random random = new Random(20260802);

  static IntStream widths() {
    return IntStream.rangeClosed(2, 30);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void packedResidues_areOneLittleEndianNumber(int bits) {
    int q = (1 << bits) - 1;
    for (int count : new int[] {8, 16, 24, 32, 1024}) {
      int[] residues = random.ints(count + 8, 0, q).toArray();
      residues[8] = 0;
      residues[9] = 1;
      residues[10] = q - 1;
      byte[] packed = packed(residues, 8, count, bits);
      assertEquals(Packing.bytes(count, q), packed.length);
      BigInteger number = BigInteger.ZERO;
      for (int i = count - 1; i >= 0; i--) {
        number = number.shiftLeft(bits).add(BigInteger.valueOf(residues[8 + i]));
      }
      assertEquals(number, new BigInteger(1, reversed(packed)));

      int[] back = new int[count + 8];
      assertTrue(Packing.unpack(withSlack(packed), q, back, 8, count));
      assertArrayEquals(
          Arrays.copyOfRange(residues, 8, count + 8), Arrays.copyOfRange(back, 8, count + 8));
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void unpack_findsAResidueThatIsNotBelowThePrime(int bits) {
    int q = (1 << (bits - 1)) + 1;
    for (int place = 0; place < 16; place++) {
      int[] residues = random.ints(16, 0, q).toArray();
      residues[place] = q;
      byte[] packed = packed(residues, 0, 16, bits);
      assertFalse(Packing.unpack(withSlack(packed), q, new int[16], 0, 16));
    }
  }

  @Test
  void ternary_readsWhatItWrites() {
    int q = 0x3fffffc1;
    int[] residues = {0, 1, q - 1, 1, q - 1, q - 1, 0, 0};
    byte[] packed = new byte[2];
    TernaryPacking.pack(residues, packed);
    assertArrayEquals(new byte[] {0b01_11_01_00, 0b00_00_11_11}, packed);
    int[] coefficients = new int[8];
    assertTrue(TernaryPacking.unpack(packed, coefficients));
    assertArrayEquals(new int[] {0, 1, -1, 1, -1, -1, 0, 0}, coefficients);
  }

  @Test
  void ternary_refusesTheCodeTwoAndTheZeroPolynomial() {
    for (int place = 0; place < 8; place++) {
      byte[] packed = {0b01_11_01_11, 0b01_11_01_11};
      packed[place / 4] &= (byte) ~(1 << (2 * (place % 4)));
      packed[place / 4] |= (byte) (2 << (2 * (place % 4)));
      assertFalse(TernaryPacking.unpack(packed, new int[8]));
    }
    assertFalse(TernaryPacking.unpack(new byte[2], new int[8]));
  }

  private static byte[] packed(int[] residues, int from, int count, int bits) {
    byte[] out = new byte[count / 8 * bits + Packing.SLACK];
    Packing.pack(residues, from, count, bits, out);
    return Arrays.copyOf(out, out.length - Packing.SLACK);
  }

  /** Bytes behind the packed ones, which must not matter. */
  private byte[] withSlack(byte[] packed) {
    byte[] longer = new byte[packed.length + Packing.SLACK];
    random.nextBytes(longer);
    System.arraycopy(packed, 0, longer, 0, packed.length);
    return longer;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = bytes[bytes.length - 1 - i];
    }
    return out;
  }
}
