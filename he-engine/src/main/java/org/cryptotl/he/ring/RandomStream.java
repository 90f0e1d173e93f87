package org.cryptotl.he.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The stream of bytes that AES-256 in counter mode (NIST SP 800-38A, 6.5) makes of a seed: the key
 * is the seed, the first counter block holds a label in its first 8 bytes, little-endian, and zeros
 * in the others. Streams of one seed with different labels do not overlap within 2^64 blocks.
 *
 * <p>Guarantee: as long as the seed is secret, the stream cannot be told from uniform bytes (AES as
 * a pseudorandom permutation; a stream here is shorter than 2^20 blocks). It is a function of seed
 * and label alone, the same on every machine.
 */
public final class RandomStream implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 11;

  private static final byte[] ZEROS = new byte[BUFFER_BYTES];

  private final Cipher cipher;
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private final int[] words = new int[BUFFER_BYTES / Integer.BYTES];
  private int next = words.length;

  /**
   * Starts a stream.
   *
   * @param seed secret wherever the stream is to be
   * @param label tells streams of one seed apart
   */
  public RandomStream(Seed seed, long label) {
    byte[] key = seed.toBytes();
    byte[] counter = new byte[16];
    ByteBuffer.wrap(counter).order(ByteOrder.LITTLE_ENDIAN).putLong(label);
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256 in counter mode is missing in this JVM", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The next four bytes, little-endian. */
  int nextInt() {
    if (next == words.length) {
      refill();
    }
    return words[next++];
  }

  /** The next eight bytes, little-endian. */
  public long nextLong() {
    return Integer.toUnsignedLong(nextInt()) | (long) nextInt() << 32;
  }

  private void refill() {
    try {
      cipher.update(ZEROS, 0, BUFFER_BYTES, bytes, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256 in counter mode failed", e);
    }
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    next = 0;
  }

  /** Overwrites what was not used. */
  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(words, 0);
  }
}
