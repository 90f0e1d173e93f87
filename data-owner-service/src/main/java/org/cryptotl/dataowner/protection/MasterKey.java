package org.cryptotl.dataowner.protection;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.cryptotl.dataowner.CryptotlProperties;

/** Finds the 32 bytes that protect everything else. */
final class MasterKey {

  static final int BYTES = 32;

  private MasterKey() {}

  /**
   * The master key of the settings.
   *
   * @throws MissingMasterKeyException where there is none, or not of 32 bytes
   */
  static byte[] load(CryptotlProperties properties) {
    if (!properties.masterKey().isEmpty()) {
      return decode("cryptotl.master-key", properties.masterKey());
    }
    Path file =
        properties.masterKeyFile().isEmpty()
            ? properties.dataDirectory().resolve("master.key")
            : Path.of(properties.masterKeyFile());
    try {
      if (properties.makeMasterKey() && !Files.exists(file)) {
        make(file);
      }
      if (properties.masterKeyFile().isEmpty() && !properties.makeMasterKey()) {
        throw new MissingMasterKeyException("no master key is configured");
      }
      if (!Files.isRegularFile(file)) {
        throw new MissingMasterKeyException("the master key file " + file + " does not exist");
      }
      return decode("the file " + file, Files.readString(file));
    } catch (IOException e) {
      throw new MissingMasterKeyException("the master key file " + file + " cannot be read", e);
    }
  }

  private static byte[] decode(String where, String text) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException _) {
      throw new MissingMasterKeyException(where + " is not Base64");
    }
    if (key.length != BYTES) {
      throw new MissingMasterKeyException(
          "%s holds %d bytes, expected %d".formatted(where, key.length, BYTES));
    }
    return key;
  }

  private static void make(Path file) throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException _) {
      return;
    } catch (UnsupportedOperationException _) {
      Files.createFile(file);
    }
    Files.writeString(
        file, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.WRITE);
  }
}
