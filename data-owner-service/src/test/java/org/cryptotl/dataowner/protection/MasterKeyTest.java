package org.cryptotl.dataowner.protection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.cryptotl.dataowner.CryptotlProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {

  private static final byte[] SECRET = "a secret".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private CryptotlProperties properties(String key, String file, boolean make) {
    return new CryptotlProperties(
        folder,
        key,
        file,
        make,
        "",
        "",
        new CryptotlProperties.Datasets(10, 10, 1000),
        new CryptotlProperties.Peer(Duration.ZERO, Duration.ZERO, Duration.ZERO),
        1);
  }

  @Test
  void startWithoutMasterKey_saysHowToMakeOne() {
    for (CryptotlProperties each :
        new CryptotlProperties[] {
          properties("", "", false),
          properties("", folder.resolve("none").toString(), false),
          properties("AAAA", "", false),
          properties("!", "", false)
        }) {
      MissingMasterKeyException e =
          assertThrows(MissingMasterKeyException.class, () -> new Vault(each));
      assertTrue(e.getMessage().contains("openssl rand -base64 32"), e.getMessage());
    }
  }

  @Test
  void demonstrations_makeTheirKeyOnce() throws Exception {
    byte[] sealed = new Vault(properties("", "", true)).seal(SECRET, "a");
    assertArrayEquals(SECRET, new Vault(properties("", "", true)).open(sealed, "a"));
    String key = Files.readString(folder.resolve("master.key"));
    assertArrayEquals(SECRET, new Vault(properties(key, "", false)).open(sealed, "a"));
  }

  @Test
  void sealed_isBoundToItsPurposeAndKey_andToEveryBit() {
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    Vault vault = new Vault(properties(key, "", false));
    byte[] sealed = vault.seal(SECRET, "a");
    assertThrows(IllegalStateException.class, () -> vault.open(sealed, "b"));
    byte[] other = new byte[32];
    other[0] = 1;
    Vault stranger = new Vault(properties(Base64.getEncoder().encodeToString(other), "", false));
    assertThrows(IllegalStateException.class, () -> stranger.open(sealed, "a"));
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThrows(IllegalStateException.class, () -> vault.open(changed, "a"));
    }
  }
}
