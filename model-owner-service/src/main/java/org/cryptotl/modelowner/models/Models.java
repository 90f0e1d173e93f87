package org.cryptotl.modelowner.models;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.plan.Plan;
import org.cryptotl.modelowner.blobs.BlobStore;
import org.cryptotl.modelowner.models.Version.State;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.cryptotl.modelowner.tenants.Caller;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The models: what may be done with them, and by whom. The scheduler comes late, since its tasks
 * need the models.
 */
@Component
public class Models {

  private static final long MOST_BYTES = 200L << 20;

  private final VersionStore versions;
  private final BlobStore blobs;
  private final PlanCache plans;
  private final SchedulerClient scheduler;
  private final OneTimeTask<Void> makeVersion;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Models(
      VersionStore versions,
      BlobStore blobs,
      PlanCache plans,
      @Lazy SchedulerClient scheduler,
      @Qualifier("makeVersion") OneTimeTask<Void> makeVersion,
      TransactionTemplate transaction,
      Clock clock) {
    this.versions = versions;
    this.blobs = blobs;
    this.plans = plans;
    this.scheduler = scheduler;
    this.makeVersion = makeVersion;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** A model by its versions. */
  record Model(String name, Integer activeVersion, List<Integer> versions) {}

  Version create(String model, NewVersion request, InputStream file) throws IOException {
    String blob = "sources/" + UUID.randomUUID();
    blobs.append(blob, 0, file, MOST_BYTES);
    return transaction.execute(_ -> {
      StoredVersion version = versions.insert(model, request, blob);
      scheduler.scheduleIfNotExists(
          makeVersion.instance(version.instance()), Instant.ofEpochMilli(clock.millis()));
      return version.told();
    });
  }

  List<Model> list(Caller caller) {
    Map<String, List<StoredVersion>> byModel =
        versions.list().stream()
            .filter(v -> caller.isAdmin() || v.state() == State.ACTIVE)
            .collect(
                Collectors.groupingBy(StoredVersion::model, TreeMap::new, Collectors.toList()));
    return byModel.entrySet().stream()
        .map(e ->
            new Model(
                e.getKey(),
                e.getValue().stream()
                    .filter(v -> v.state() == State.ACTIVE)
                    .map(StoredVersion::version)
                    .findFirst()
                    .orElse(null),
                e.getValue().stream().map(StoredVersion::version).toList()))
        .toList();
  }

  /** A version that the caller may see. */
  StoredVersion find(Caller caller, String model, int version) {
    return versions
        .find(model, version)
        .filter(v -> isVisible(caller, v.state()))
        .orElseThrow(() -> Problem.notFound("version of such a model"));
  }

  private static boolean isVisible(Caller caller, State state) {
    return caller.isAdmin() || state == State.ACTIVE || state == State.RETIRED;
  }

  Version activate(Caller caller, String model, int number) {
    return transaction.execute(_ -> {
      versions.lock(model);
      StoredVersion version = find(caller, model, number);
      if (version.state() != State.ACTIVE) {
        versions.retireActive(model);
        if (!versions.move(version, State.ACTIVE, State.READY, State.RETIRED)) {
          throw conflict(version, "READY or RETIRED");
        }
      }
      return find(caller, model, number).told();
    });
  }

  Version retire(Caller caller, String model, int number) {
    StoredVersion version = find(caller, model, number);
    if (!versions.move(version, State.RETIRED, State.ACTIVE, State.RETIRED)) {
      throw conflict(version, "ACTIVE");
    }
    return find(caller, model, number).told();
  }

  Version cancel(Caller caller, String model, int number) {
    StoredVersion version = find(caller, model, number);
    if (!versions.move(
        version, State.CANCELLED, State.QUEUED, State.TRAINING, State.PLANNING, State.CANCELLED)) {
      throw conflict(version, "QUEUED, TRAINING or PLANNING");
    }
    return find(caller, model, number).told();
  }

  /** Work on the version that is queued finds nothing to do. */
  void delete(Caller caller, String model, int number) throws IOException {
    StoredVersion version = find(caller, model, number);
    if (version.state() == State.ACTIVE || version.state().isBeingMade()) {
      throw conflict(version, "a version that is neither offered nor being made");
    }
    versions.delete(version);
    for (String blob :
        new String[] {version.sourceBlob(), version.modelBlob(), version.samplesBlob()}) {
      if (blob != null) {
        blobs.delete(blob);
      }
    }
  }

  private static Problem conflict(StoredVersion version, String expected) {
    return new Problem(
        ProblemType.CONFLICT,
        "the version is %s, expected %s".formatted(version.state(), expected),
        Map.of("state", version.state()));
  }

  /**
   * The manifest of a version for a caller who wants to use it.
   *
   * @throws Problem 404 if there is none, 410 if the version is retired
   */
  public Manifest manifest(Caller caller, String model, int number, Mode mode) {
    return manifest(hash(caller, model, number, mode));
  }

  /** The same for people to read. */
  ModeCard modeCard(Caller caller, String model, int number, Mode mode) {
    String sha256 = hash(caller, model, number, mode);
    return find(caller, model, number).card().modes().stream()
        .filter(card -> card.manifestSha256().equals(sha256))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("manifest"));
  }

  private String hash(Caller caller, String model, int number, Mode mode) {
    VersionStore.Offer version =
        versions
            .offer(model, number)
            .filter(v -> isVisible(caller, v.state()))
            .orElseThrow(() -> Problem.notFound("version of such a model"));
    if (version.state() == State.RETIRED) {
      throw new Problem(
          ProblemType.STALE_MANIFEST, "the version is retired; use the model's active one");
    }
    String sha256 = version.manifests().get(mode);
    if (sha256 == null) {
      throw Problem.notFound("manifest: the version has none for " + mode);
    }
    return sha256;
  }

  private Manifest manifest(String sha256) {
    return versions.manifest(sha256).orElseThrow(() -> Problem.notFound("manifest"));
  }

  /** The manifest with a hash, if a version that the caller may use has it. */
  public Manifest manifest(Caller caller, String sha256) {
    List<StoredVersion> having =
        versions.list().stream()
            .filter(v -> v.manifests().containsValue(sha256))
            .filter(v -> isVisible(caller, v.state()))
            .toList();
    if (having.isEmpty()) {
      throw Problem.notFound("manifest");
    }
    if (having.stream().allMatch(v -> v.state() == State.RETIRED)) {
      throw new Problem(ProblemType.STALE_MANIFEST, "all versions with this manifest are retired");
    }
    return manifest(sha256);
  }

  /** A manifest by its hash, whoever asks: for objects that were accepted before. */
  public Manifest knownManifest(String sha256) {
    return manifest(sha256);
  }

  /**
   * The plan of a version that was accepted before; planned anew in the first use by a process.
   *
   * @throws Problem 410 if this release of the service plans it differently
   */
  public Plan plan(String model, int number, Mode mode) {
    boolean offered =
        versions
            .offer(model, number)
            .filter(v -> v.state() == State.ACTIVE || v.state() == State.READY)
            .isPresent();
    if (!offered) {
      throw new Problem(ProblemType.STALE_MANIFEST, "the version is not offered any more");
    }
    try {
      return plans.get(model, number, mode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
