package org.cryptotl.he.ring;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A 256-bit seed. The seed of a public uniform polynomial may be shown; that of an error may not:
 * neither is printed.
 */
public final class Seed {

  /** Number of bytes. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private Seed(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Draws a fresh seed. */
  public static Seed random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Seed(bytes);
  }

  /** Wraps a copy of {@value #BYTES} bytes. */
  public static Seed of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("seed: got " + bytes.length + " bytes, expected " + BYTES);
    }
    return new Seed(bytes.clone());
  }

  /** Returns a copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Overwrites the bytes with zeros. */
  public void wipe() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Seed that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Seed[redacted]";
  }
}
