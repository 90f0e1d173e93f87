package org.cryptotl.dataowner;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** Looks for secrets in bytes that left. */
final class Leaks {

  private static final int FEWEST_BYTES = 4;

  private final String left;

  Leaks(byte[] left) {
    this.left = new String(left, StandardCharsets.ISO_8859_1);
  }

  int size() {
    return left.length();
  }

  /** Whether a text is in it, as it is or in lower case, plain or in Base64. */
  boolean hold(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return hold(text.getBytes(StandardCharsets.UTF_8))
        || (!lower.equals(text) && hold(lower.getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether bytes are in it, plain or in Base64, at whatever place of its groups of three. */
  boolean hold(byte[] secret) {
    if (left.contains(new String(secret, StandardCharsets.ISO_8859_1))) {
      return true;
    }
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = Arrays.copyOfRange(secret, shift, secret.length);
      byte[] whole = Arrays.copyOf(shifted, shifted.length - shifted.length % 3);
      if (whole.length >= FEWEST_BYTES
          && (left.contains(Base64.getEncoder().encodeToString(whole))
              || left.contains(Base64.getUrlEncoder().encodeToString(whole)))) {
        return true;
      }
    }
    return false;
  }

  /** Whether numbers that stand side by side are in it: as doubles, floats or in decimals. */
  boolean hold(double first, double second) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      ByteBuffer doubles = ByteBuffer.allocate(2 * Double.BYTES).order(order);
      doubles.putDouble(first).putDouble(second);
      ByteBuffer floats = ByteBuffer.allocate(2 * Float.BYTES).order(order);
      floats.putFloat((float) first).putFloat((float) second);
      if (hold(doubles.array()) || hold(floats.array())) {
        return true;
      }
    }
    return hold(Float.toString((float) first)) && hold(Float.toString((float) second));
  }
}
