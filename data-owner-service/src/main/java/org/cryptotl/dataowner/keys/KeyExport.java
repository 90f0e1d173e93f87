package org.cryptotl.dataowner.keys;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.dataowner.protection.Vault;

/**
 * A secret key under a passphrase: {@code "CTLKEY1\n"}, 16 bytes of salt, then the key's wire form
 * under AES-256-GCM. The AES key is PBKDF2 with HMAC-SHA-256 and 600,000 rounds (OWASP's advice of
 * 2023) of the passphrase.
 */
final class KeyExport {

  private static final byte[] HEADER = "CTLKEY1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT_BYTES = 16;
  private static final int ROUNDS = 600_000;
  private static final int KEY_BITS = 256;
  private static final int SHORTEST = 12;

  private KeyExport() {}

  static byte[] seal(byte[] secret, String passphrase) {
    if (passphrase.length() < SHORTEST) {
      throw new Problem(
          ProblemType.INVALID_REQUEST,
          "the passphrase has %d characters, expected at least %d"
              .formatted(passphrase.length(), SHORTEST));
    }
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(HEADER);
      out.writeBytes(salt);
      out.writeBytes(Vault.aead(derive(passphrase, salt)).encrypt(secret, HEADER));
      return out.toByteArray();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the export cannot be encrypted", e);
    }
  }

  /**
   * Opens an export.
   *
   * @throws Problem for another passphrase, or bytes that are no export
   */
  static byte[] open(byte[] export, String passphrase) {
    int begin = HEADER.length + SALT_BYTES;
    if (export.length < begin
        || !Arrays.equals(export, 0, HEADER.length, HEADER, 0, HEADER.length)) {
      throw new Problem(ProblemType.INVALID_REQUEST, "the file is no export of a secret key");
    }
    byte[] salt = Arrays.copyOfRange(export, HEADER.length, begin);
    try {
      return Vault.aead(derive(passphrase, salt))
          .decrypt(Arrays.copyOfRange(export, begin, export.length), HEADER);
    } catch (GeneralSecurityException _) {
      throw new Problem(
          ProblemType.INVALID_REQUEST, "the passphrase is another one, or the file was changed");
    }
  }

  private static byte[] derive(String passphrase, byte[] salt) throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(passphrase.toCharArray(), salt, ROUNDS, KEY_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } finally {
      spec.clearPassword();
    }
  }
}
