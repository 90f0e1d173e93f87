package org.cryptotl.he.io;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.cryptotl.he.HeException;
import org.cryptotl.he.manifest.Manifest;

/**
 * The SHA-256 of a manifest's bytes, by which both parties make sure that they mean the same plan.
 */
public final class ManifestHash {

  private ManifestHash() {}

  /** The hash as 64 hexadecimal digits in lower case. */
  public static String of(Manifest manifest) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(WireWriter.toBytes(manifest));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing in this JVM", e);
    }
  }

  /**
   * Checks that a manifest is the one that was agreed on.
   *
   * @param expected the hash as {@link #of} gives it
   * @throws HeException.ManifestMismatch if it is another one
   */
  public static void require(Manifest manifest, String expected) {
    String got = of(manifest);
    if (!got.equals(expected)) {
      throw new HeException.ManifestMismatch(
          ("manifest: got SHA-256 %s, expected %s; fetch the model's manifest again and make keys"
                  + " for it")
              .formatted(got, expected));
    }
  }
}
