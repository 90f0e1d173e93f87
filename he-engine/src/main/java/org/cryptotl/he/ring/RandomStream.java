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
final class RandomStream implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 13;

  private static final byte[] ZEROS = new byte[BUFFER_BYTES];

  private final Cipher cipher;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);

  RandomStream(Seed seed, long label) {
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
    view.limit(0);
  }

  /** The next four bytes, little-endian. */
  int nextInt() {
    refill(Integer.BYTES);
    return view.getInt();
  }

  /** The next eight bytes, little-endian. A stream is read by ints or by longs, not by both. */
  long nextLong() {
    refill(Long.BYTES);
    return view.getLong();
  }

  private void refill(int wanted) {
    if (view.remaining() >= wanted) {
      return;
    }
    try {
      cipher.update(ZEROS, 0, BUFFER_BYTES, buffer, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256 in counter mode failed", e);
    }
    view.clear();
  }

  /** Overwrites what was not used. */
  @Override
  public void close() {
    Arrays.fill(buffer, (byte) 0);
  }
}
