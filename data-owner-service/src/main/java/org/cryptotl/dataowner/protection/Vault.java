package org.cryptotl.dataowner.protection;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.cryptotl.dataowner.CryptotlProperties;
import org.springframework.stereotype.Component;

/**
 * Encrypts small secrets at rest by AES-256-GCM (Tink). What was sealed for one purpose cannot be
 * opened for another: the purpose is authenticated with it.
 */
@Component
public final class Vault {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final Aead aead;

  Vault(CryptotlProperties properties) {
    byte[] key = MasterKey.load(properties);
    this.aead = aead(key);
    Arrays.fill(key, (byte) 0);
  }

  /**
   * AES-256-GCM under a key.
   *
   * @param key 32 bytes; copied
   */
  @AccessesPartialKey
  public static Aead aead(byte[] key) {
    try {
      AeadConfig.register();
      AesGcmParameters parameters =
          AesGcmParameters.builder()
              .setKeySizeBytes(MasterKey.BYTES)
              .setIvSizeBytes(NONCE_BYTES)
              .setTagSizeBytes(TAG_BYTES)
              .setVariant(AesGcmParameters.Variant.NO_PREFIX)
              .build();
      AesGcmKey aesKey =
          AesGcmKey.builder()
              .setParameters(parameters)
              .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
              .build();
      return KeysetHandle.newBuilder()
          .addEntry(KeysetHandle.importKey(aesKey).withFixedId(1).makePrimary())
          .build()
          .getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available in this JVM", e);
    }
  }

  /**
   * Encrypts a secret.
   *
   * @param purpose what it is and whose, e.g. {@code "secret-key/<id>"}
   */
  public byte[] seal(byte[] secret, String purpose) {
    try {
      return aead.encrypt(secret, purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encryption at rest failed: " + purpose, e);
    }
  }

  /**
   * Decrypts what {@link #seal} gave.
   *
   * @throws IllegalStateException under another master key, for another purpose, or if it was
   *     changed
   */
  public byte[] open(byte[] sealed, String purpose) {
    try {
      return aead.decrypt(sealed, purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          purpose + " cannot be decrypted: is the master key the one that it was stored under?", e);
    }
  }

  @Override
  public String toString() {
    return "Vault[redacted]";
  }
}
