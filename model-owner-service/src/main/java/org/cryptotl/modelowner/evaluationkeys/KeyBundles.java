package org.cryptotl.modelowner.evaluationkeys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.cryptotl.he.HeException;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.blobs.BlobStore;
import org.cryptotl.modelowner.evaluationkeys.KeyBundle.State;
import org.cryptotl.modelowner.models.Models;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.cryptotl.modelowner.tenants.Audit;
import org.cryptotl.modelowner.tenants.Caller;
import org.cryptotl.modelowner.tenants.Storage;
import org.cryptotl.modelowner.tenants.TenantDeleted;
import org.cryptotl.modelowner.tenants.TenantLock;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Bundles of evaluation keys. */
@Component
public class KeyBundles {

  /** Uses are written down no more often. */
  private static final Duration USE_RESOLUTION = Duration.ofMinutes(1);

  private final KeyBundleStore bundles;
  private final KeyUpload uploads;
  private final KeyCache cache;
  private final BlobStore blobs;
  private final Models models;
  private final Storage storage;
  private final TenantLock lock;
  private final Audit audit;
  private final Duration expiry;
  private final Clock clock;

  KeyBundles(
      KeyBundleStore bundles,
      KeyUpload uploads,
      KeyCache cache,
      BlobStore blobs,
      Models models,
      Storage storage,
      TenantLock lock,
      Audit audit,
      CryptotlProperties properties,
      Clock clock) {
    this.bundles = bundles;
    this.uploads = uploads;
    this.cache = cache;
    this.blobs = blobs;
    this.models = models;
    this.storage = storage;
    this.lock = lock;
    this.audit = audit;
    this.expiry = properties.keys().expiry();
    this.clock = clock;
  }

  static String blob(String id) {
    return "keys/" + id;
  }

  KeyBundle create(Caller caller, String manifestSha256) {
    long bytes = KeyParts.of(models.manifest(caller, manifestSha256)).bytes();
    return lock.hold(caller, () -> insert(caller, manifestSha256, bytes));
  }

  private KeyBundle insert(Caller caller, String manifestSha256, long bytes) {
    int most = caller.limits().maxKeyBundles();
    if (bundles.list(caller.tenantId()).size() >= most) {
      throw new Problem(
          ProblemType.LIMIT_REACHED,
          "there are %d bundles, as many as are allowed; delete one".formatted(most));
    }
    storage.require(caller, bytes);
    Instant now = Instant.ofEpochMilli(clock.millis());
    KeyBundle bundle =
        new KeyBundle(
            UUID.randomUUID().toString(),
            manifestSha256,
            State.UPLOADING,
            bytes,
            0,
            null,
            null,
            now,
            now,
            now.plus(expiry));
    bundles.insert(caller.tenantId(), bundle);
    return bundle;
  }

  List<KeyBundle> list(Caller caller) {
    return bundles.list(caller.tenantId());
  }

  KeyBundle find(String tenantId, String id) {
    return bundles.find(tenantId, id).orElseThrow(() -> Problem.notFound("bundle of keys"));
  }

  /** Appends bytes, see {@link KeyUpload}. */
  KeyBundle upload(Caller caller, String id, long offset, long announced, InputStream body)
      throws IOException {
    if (uploads.append(find(caller.tenantId(), id), offset, announced, body)) {
      audit.did(caller.tenantId(), Audit.Action.KEYS_STORED);
    }
    return find(caller.tenantId(), id);
  }

  void delete(String tenantId, String id) throws IOException {
    if (!bundles.delete(tenantId, id)) {
      throw Problem.notFound("bundle of keys");
    }
    cache.remove(id);
    blobs.delete(blob(id));
    audit.did(tenantId, Audit.Action.KEYS_DELETED);
  }

  /**
   * Checks that a tenant has a complete bundle.
   *
   * @throws Problem 404 if there is none, 409 if it is not complete
   */
  public void requireReady(String tenantId, String id) {
    ready(tenantId, id);
  }

  /**
   * Checks that a tenant has a complete bundle with the keys that a manifest asks for, by the
   * manifest that the bundle was made for.
   *
   * @throws Problem 404 if there is none, 409 if it is not complete
   * @throws HeException if the bundle lacks a key
   */
  public void requireFor(String tenantId, String id, Manifest manifest) {
    Manifest own = models.knownManifest(ready(tenantId, id).manifestSha256());
    manifest.parameters().rlwe().require("evaluation keys", own.parameters().rlwe());
    manifest
        .keys()
        .galoisLimbs()
        .forEach((element, limbs) -> {
          int there = own.keys().galoisLimbs().getOrDefault(element, 0);
          if (there < limbs) {
            throw new HeException.MissingGaloisKey(
                "Galois key of element %d: the bundle's serves %d limbs, expected %d"
                    .formatted(element, there, limbs));
          }
        });
    int there = own.keys().relinearizationLimbs();
    int limbs = manifest.keys().relinearizationLimbs();
    if (there < limbs) {
      throw new HeException.MissingRelinearizationKey(
          "relinearisation key: the bundle's serves %d limbs, expected %d".formatted(there, limbs));
    }
  }

  private KeyBundle ready(String tenantId, String id) {
    KeyBundle bundle = find(tenantId, id);
    if (bundle.state() != State.READY) {
      throw new Problem(ProblemType.CONFLICT, "the upload of the keys is not complete");
    }
    return bundle;
  }

  /**
   * The keys of a bundle for use with a manifest.
   *
   * @throws Problem 404 if the tenant has no such bundle, 409 if it is not complete
   * @throws HeException if the bundle lacks a key that the manifest asks for
   */
  public LoadedKeys load(String tenantId, String id, Manifest manifest) {
    KeyBundle bundle = ready(tenantId, id);
    Instant now = Instant.ofEpochMilli(clock.millis());
    if (bundle.usedAt().plus(USE_RESOLUTION).isBefore(now)) {
      bundles.used(id, now, now.plus(expiry));
    }
    try {
      LoadedKeys keys = cache.get(id, models.knownManifest(bundle.manifestSha256()));
      manifest.parameters().rlwe().require("public key", keys.publicKey().parameters());
      manifest.keys().require(manifest.parameters().rlwe(), keys.keys());
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what has not been used for long. */
  void expire() throws IOException {
    for (KeyBundleStore.Owned each : bundles.expired(Instant.ofEpochMilli(clock.millis()))) {
      delete(each.tenantId(), each.id());
    }
  }

  @EventListener
  void deleteAll(TenantDeleted event) throws IOException {
    for (KeyBundle each : bundles.list(event.tenantId())) {
      delete(event.tenantId(), each.id());
    }
  }
}
