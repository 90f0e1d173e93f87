package org.cryptotl.he.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class RandomStreamTest {

  private static final Seed SEED =
      Seed.of(
          HexFormat.of()
              .parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));

  /**
   * FIPS 197, appendix C.3: this key encrypts 00112233...ff to 8ea2b7ca516745bfeafc49904b496089.
   */
  @Test
  void block_isThatOfTheStandard() throws GeneralSecurityException {
    assertEquals(
        "8ea2b7ca516745bfeafc49904b496089",
        HexFormat.of().formatHex(aes(HexFormat.of().parseHex("00112233445566778899aabbccddeeff"))));
  }

  /** Counter blocks made here, one by one, each encrypted alone: over several buffers. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 0x0123_4567_89AB_CDEFL, -1, (7L << 32) | 1073692673})
  void stream_isAesOfLabelAndCounter(long label) throws GeneralSecurityException {
    int blocks = 1500;
    ByteBuffer expected = ByteBuffer.allocate(16 * blocks).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < blocks; i++) {
      ByteBuffer counter = ByteBuffer.allocate(16);
      counter.order(ByteOrder.LITTLE_ENDIAN).putLong(label);
      counter.order(ByteOrder.BIG_ENDIAN).putLong(i);
      expected.put(aes(counter.array()));
    }
    expected.flip();
    try (RandomStream ints = new RandomStream(SEED, label)) {
      for (int i = 0; i < 4 * blocks; i++) {
        assertEquals(expected.getInt(4 * i), ints.nextInt(), "word " + i);
      }
    }
    try (RandomStream longs = new RandomStream(SEED, label)) {
      for (int i = 0; i < 2 * blocks; i++) {
        assertEquals(expected.getLong(8 * i), longs.nextLong(), "word " + i);
      }
    }
  }

  @Test
  void streamsOfDifferentLabels_shareNoWord() {
    Set<Long> words = new HashSet<>();
    int each = 2000;
    long[] labels = {0, 1, 2, 1L << 32, 1L << 63, -1};
    for (long label : labels) {
      try (RandomStream stream = new RandomStream(SEED, label)) {
        for (int i = 0; i < each; i++) {
          words.add(stream.nextLong());
        }
      }
    }
    assertEquals(each * labels.length, words.size());
  }

  @Test
  void seed_isCopiedInAndOut() {
    byte[] bytes = new byte[Seed.BYTES];
    Seed seed = Seed.of(bytes);
    bytes[3] = 9;
    seed.toBytes()[4] = 9;
    assertArrayEquals(new byte[Seed.BYTES], seed.toBytes());
  }

  @Test
  void seed_isNotPrintedAndCanBeWiped() {
    Seed seed = Seed.random(new SecureRandom());
    String hex = HexFormat.of().formatHex(seed.toBytes());
    assertEquals("Seed[redacted]", seed.toString());
    assertTrue(hex.length() == 64);
    seed.wipe();
    assertArrayEquals(new byte[Seed.BYTES], seed.toBytes());
  }

  @Test
  void randomSeeds_differ() {
    SecureRandom random = new SecureRandom();
    Set<Seed> seeds = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      seeds.add(Seed.random(random));
    }
    assertEquals(1000, seeds.size());
    assertNotEquals(SEED, Seed.of(new byte[Seed.BYTES]));
    assertEquals(SEED, Seed.of(SEED.toBytes()));
    assertEquals(SEED.hashCode(), Seed.of(SEED.toBytes()).hashCode());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31, 33})
  void seedOfOtherLength_fails(int length) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Seed.of(new byte[length])).getMessage();
    assertEquals("seed: got " + length + " bytes, expected 32", message);
  }

  private static byte[] aes(byte[] block) throws GeneralSecurityException {
    // One block at a time, so that no mode is at work: this is the oracle of a counter mode.
    Cipher cipher = Cipher.getInstance("AES/" + "ECB/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(SEED.toBytes(), "AES"));
    return cipher.doFinal(block);
  }
}
