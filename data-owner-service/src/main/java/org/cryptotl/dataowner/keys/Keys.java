package org.cryptotl.dataowner.keys;

import jakarta.annotation.PreDestroy;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cryptotl.dataowner.modelowner.AgreedManifest;
import org.cryptotl.dataowner.modelowner.Deleted;
import org.cryptotl.dataowner.modelowner.Manifests;
import org.cryptotl.dataowner.modelowner.ModelOwnerDeleted;
import org.cryptotl.dataowner.modelowner.ModelOwners;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.cryptotl.dataowner.modelowner.Peer;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.dataowner.protection.Vault;
import org.cryptotl.he.HeException;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.SecretKey;
import org.cryptotl.he.rlwe.SecretKeyAccess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The key pairs. Secret keys leave this feature inside of a {@link DataOwnerCodec} alone, which
 * encrypts and decrypts in this process, or as an export under a passphrase.
 */
@Component
public class Keys {

  private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
  private static final int RETIRE_AGAIN_SECONDS = 10;

  private final KeyPairs pairs;
  private final KeyUpload upload;
  private final Manifests manifests;
  private final ModelOwners owners;
  private final Vault vault;
  private final Clock clock;
  private final ApplicationEventPublisher events;
  private final SecureRandom random = new SecureRandom();

  /** Held from the look for a pair until another one is stored: two would do for one otherwise. */
  private final Object making = new Object();

  private final Map<String, DataOwnerCodec> codecs = new ConcurrentHashMap<>();
  private final ScheduledExecutorService uploads =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("key-upload").factory());

  Keys(
      KeyPairs pairs,
      KeyUpload upload,
      Manifests manifests,
      ModelOwners owners,
      Vault vault,
      Clock clock,
      ApplicationEventPublisher events) {
    this.pairs = pairs;
    this.upload = upload;
    this.manifests = manifests;
    this.owners = owners;
    this.vault = vault;
    this.clock = clock;
    this.events = events;
  }

  /** Uploads and replacements that a restart cut off go on. */
  @EventListener(ApplicationReadyEvent.class)
  void goOn() {
    for (KeyPair pair : list()) {
      if (pair.state() == KeyState.UPLOADING) {
        start(pair.id());
      } else if (pair.state() == KeyState.READY && pair.replaces() != null) {
        uploads.execute(() -> retireReplaced(pair.id()));
      }
    }
  }

  @PreDestroy
  void stop() {
    uploads.shutdownNow();
  }

  /** All pairs, the newest first. */
  public List<KeyPair> list() {
    return pairs.list();
  }

  /** One pair. */
  public KeyPair get(String id) {
    return pairs.get(id);
  }

  /**
   * Makes a key pair for a model's present manifest, and begins to upload it. Where there is one
   * for the same manifest already, that is returned instead.
   */
  public KeyPair generate(ModelRef model) {
    AgreedManifest agreed = manifests.current(model);
    synchronized (making) {
      return forManifest(model.modelOwnerId(), agreed.sha256())
          .orElseGet(() -> make(model, agreed));
    }
  }

  /** A pair for a manifest; while one is replaced, the one that can be used already. */
  private Optional<KeyPair> forManifest(String ownerId, String sha256) {
    return list().stream()
        .filter(p -> p.model().modelOwnerId().equals(ownerId))
        .filter(p -> p.manifestSha256().equals(sha256) && p.state() != KeyState.FAILED)
        .min(Comparator.comparing(p -> p.state() != KeyState.READY));
  }

  private KeyPair make(ModelRef model, AgreedManifest agreed) {
    KeyPair pair = create(model, agreed, null);
    start(pair.id());
    return pair;
  }

  private KeyPair create(ModelRef model, AgreedManifest agreed, @Nullable String replaces) {
    Manifest manifest = agreed.manifest();
    SecretKey secret = new KeyGenerator(manifest.parameters().rlwe(), random).secretKey();
    return create(model, agreed, secret, replaces);
  }

  private KeyPair create(
      ModelRef model, AgreedManifest agreed, SecretKey secret, @Nullable String replaces) {
    Manifest manifest = agreed.manifest();
    KeyPair pair =
        new KeyPair(
            UUID.randomUUID().toString(),
            model,
            agreed.sha256(),
            KeyState.UPLOADING,
            null,
            0,
            0,
            null,
            replaces,
            Instant.ofEpochMilli(clock.millis()));
    byte[] bytes = WireWriter.toBytes(secret, SecretKeyAccess.granted());
    byte[] sealed = vault.seal(bytes, purpose(pair.id()));
    Arrays.fill(bytes, (byte) 0);
    pairs.insert(pair, WireWriter.toBytes(manifest), sealed);
    codecs.put(pair.id(), new DataOwnerCodec(manifest, secret, random));
    return pair;
  }

  private static String purpose(String id) {
    return "secret-key/" + id;
  }

  /** Uploads in the background; afterwards the pair that it replaces, if any, is deleted. */
  private void start(String id) {
    uploads.execute(() -> {
      try {
        upload.run(pairs.get(id), codec(id));
      } catch (RuntimeException e) {
        LOG.warn("the upload of key pair {} failed: {}", id, e.toString());
        String why = e instanceof Problem problem ? whatToDo(problem) : "see the log";
        pairs.setState(id, KeyState.FAILED, why);
        return;
      }
      retireReplaced(id);
    });
  }

  private static String whatToDo(Problem problem) {
    return Peer.isLimit(problem)
        ? problem.getMessage()
            + ". New keys need room beside the old ones: delete keys that nothing needs any more (if"
            + " these replace others, what was begun under those goes on under these), or ask the"
            + " model owner for a larger limit; then try again"
        : problem.getMessage();
  }

  /** Deletes the pair that one has replaced; later, if something is encrypted under it. */
  private void retireReplaced(String id) {
    String replaced = pairs.find(id).map(KeyPair::replaces).orElse(null);
    if (replaced == null) {
      return;
    }
    try {
      if (pairs.find(replaced).isPresent()) {
        delete(replaced);
      }
      pairs.setReplaced(id);
    } catch (Problem e) {
      LOG.info("key pair {} is replaced, but not deleted yet: {}", replaced, e.getMessage());
      var _ = uploads.schedule(() -> retireReplaced(id), RETIRE_AGAIN_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Goes on with an upload that failed. */
  public KeyPair retry(String id) {
    if (get(id).state() != KeyState.FAILED) {
      throw new Problem(ProblemType.CONFLICT, "only an upload that failed can be tried again");
    }
    pairs.setState(id, KeyState.UPLOADING, null);
    start(id);
    return get(id);
  }

  /**
   * Makes a new pair for the same model; when it is uploaded the old one is deleted.
   *
   * @throws Problem if something is being encrypted under the old one, or it is being replaced
   *     already
   */
  public KeyPair rotate(String id) {
    ModelRef model = get(id).model();
    AgreedManifest agreed = manifests.current(model);
    events.publishEvent(new KeyPairDeleting(id));
    synchronized (making) {
      if (replacement(id).isPresent()) {
        throw new Problem(
            ProblemType.CONFLICT,
            "there are new keys in place of these already; if their upload failed, try it again or"
                + " delete them");
      }
      KeyPair pair = create(model, agreed, id);
      start(pair.id());
      return pair;
    }
  }

  private Optional<KeyPair> replacement(String id) {
    return list().stream().filter(pair -> id.equals(pair.replaces())).findFirst();
  }

  /**
   * Deletes a pair here, and at the model owner if it can; what is encrypted under it is lost.
   *
   * @throws Problem if something is being encrypted under it
   */
  public Deleted delete(String id) {
    KeyPair pair = get(id);
    events.publishEvent(new KeyPairDeleting(id));
    replacement(id)
        .filter(by -> by.manifestSha256().equals(pair.manifestSha256()))
        .ifPresent(by -> events.publishEvent(new KeyPairReplaced(id, by.id())));
    List<String> left = new ArrayList<>();
    deleteThere(List.of(pair), left::add);
    forget(id);
    return new Deleted(left);
  }

  /** Deletes what was sent of some pairs; after a failure no more is asked for. */
  private void deleteThere(List<KeyPair> sent, Consumer<String> left) {
    boolean answers = true;
    for (KeyPair pair : sent) {
      if (pair.bundleId() == null) {
        continue;
      }
      try {
        if (answers) {
          owners.peer(pair.model().modelOwnerId()).deleteBundle(pair.bundleId());
        }
      } catch (Problem e) {
        answers = false;
        LOG.warn("evaluation keys stay at the model owner: {}", e.getMessage());
      }
      if (!answers) {
        left.accept(pair.bundleId());
      }
    }
  }

  private void forget(String id) {
    DataOwnerCodec codec = codecs.remove(id);
    if (codec != null) {
      codec.secretKey().wipe();
    }
    upload.forget(id);
    pairs.delete(id);
  }

  @EventListener
  void ownerDeleted(ModelOwnerDeleted event) {
    List<KeyPair> going =
        list().stream().filter(pair -> pair.model().modelOwnerId().equals(event.id())).toList();
    deleteThere(going, event.left());
    going.forEach(pair -> forget(pair.id()));
  }

  /** The secret key under a passphrase of at least 12 characters. */
  public byte[] export(String id, String passphrase) {
    byte[] secret = vault.open(pairs.sealedSecret(get(id).id()), purpose(id));
    byte[] export = KeyExport.seal(secret, passphrase);
    Arrays.fill(secret, (byte) 0);
    return export;
  }

  /**
   * Takes a secret key that was exported, and makes and uploads the other keys of its pair anew. A
   * key that is here already is not taken twice.
   *
   * @param model whose present manifest it is used with
   * @param export the file
   * @throws Problem for another passphrase, another file, or a key of other parameters
   */
  public KeyPair add(ModelRef model, byte[] export, String passphrase) {
    AgreedManifest agreed = manifests.current(model);
    byte[] bytes = KeyExport.open(export, passphrase);
    try {
      synchronized (making) {
        return add(model, agreed, bytes);
      }
    } catch (HeException e) {
      throw new Problem(
          ProblemType.CONFLICT,
          "the key is of other parameters than the present manifest of %s has: %s"
              .formatted(model, e.getMessage()));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private KeyPair add(ModelRef model, AgreedManifest agreed, byte[] bytes) {
    for (KeyPair pair : list()) {
      boolean fits = pair.model().modelOwnerId().equals(model.modelOwnerId());
      if (fits && pair.manifestSha256().equals(agreed.sha256()) && isOf(pair, bytes)) {
        return pair;
      }
    }
    RlweParameters parameters = agreed.manifest().parameters().rlwe();
    SecretKey secret = new WireReader(parameters).secretKey(bytes, SecretKeyAccess.granted());
    KeyPair pair = create(model, agreed, secret, null);
    start(pair.id());
    return pair;
  }

  private boolean isOf(KeyPair pair, byte[] secret) {
    byte[] other = vault.open(pairs.sealedSecret(pair.id()), purpose(pair.id()));
    boolean equal = MessageDigest.isEqual(other, secret);
    Arrays.fill(other, (byte) 0);
    return equal;
  }

  /** What encrypts and decrypts with a pair. */
  public DataOwnerCodec codec(String id) {
    get(id);
    return codecs.computeIfAbsent(id, this::load);
  }

  private DataOwnerCodec load(String id) {
    Manifest manifest = Manifests.parse(pairs.manifest(id)).manifest();
    byte[] bytes = vault.open(pairs.sealedSecret(id), purpose(id));
    SecretKey secret =
        new WireReader(manifest.parameters().rlwe()).secretKey(bytes, SecretKeyAccess.granted());
    Arrays.fill(bytes, (byte) 0);
    return new DataOwnerCodec(manifest, secret, random);
  }

  /**
   * Looks whether the model owner still has the public part of a pair that was ready.
   *
   * @throws Problem that says what to do if it has not; the pair then counts as one whose upload
   *     failed
   */
  public void requireKept(String id) {
    KeyPair pair = get(id);
    String bundle = Objects.requireNonNull(pair.bundleId());
    if (owners.peer(pair.model().modelOwnerId()).bundle(bundle).isEmpty()) {
      String why =
          "the model owner has deleted these keys, as it does with keys that are not used for long;"
              + " have them sent again";
      pairs.setState(id, KeyState.FAILED, why);
      throw new Problem(ProblemType.CONFLICT, why);
    }
  }

  /** Whether a pair is still as it was. */
  public boolean isUnchanged(KeyPair pair) {
    return pairs.find(pair.id()).equals(Optional.of(pair));
  }

  /**
   * The pair that is ready for a model's present manifest.
   *
   * @throws Problem that says what to do where there is none
   */
  public KeyPair ready(ModelRef model) {
    AgreedManifest agreed = manifests.current(model);
    KeyPair pair =
        forManifest(model.modelOwnerId(), agreed.sha256())
            .orElseThrow(() ->
                new Problem(
                    ProblemType.CONFLICT,
                    "there are no keys for the present manifest of %s; make keys for it first"
                        .formatted(model)));
    if (pair.state() != KeyState.READY) {
      throw new Problem(
          ProblemType.CONFLICT,
          "the keys for %s are still being uploaded (%d of %d bytes); wait for them"
              .formatted(model, pair.sentBytes(), pair.totalBytes()));
    }
    return pair;
  }
}
