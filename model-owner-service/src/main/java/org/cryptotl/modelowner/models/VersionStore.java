package org.cryptotl.modelowner.models;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cryptotl.he.io.ManifestHash;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.modelowner.blobs.BlobHolder;
import org.cryptotl.modelowner.models.Version.State;
import org.cryptotl.modelowner.training.EpochReport;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of versions and manifests. */
@Component
class VersionStore implements BlobHolder {

  private static final int MAX_LOG_N = 16;
  private static final int MANIFESTS_KEPT = 64;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;
  private final Map<String, Manifest> manifests = new LinkedHashMap<>(16, 0.75f, true);

  VersionStore(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** Takes the next number that was never used. */
  StoredVersion insert(String model, NewVersion request, String sourceBlob) {
    while (true) {
      int version =
          jdbc.sql("select coalesce(max(version), 0) + 1 from model_version where model = ?")
              .param(model)
              .query(Integer.class)
              .single();
      try {
        jdbc.sql(
                """
                insert into model_version
                  (model, version, state, request, source_blob, progress, deleted, created_at)
                values (?, ?, ?, ?, ?, '[]', false, ?)
                """)
            .params(
                model,
                version,
                State.QUEUED.name(),
                json.writeValueAsString(request),
                sourceBlob,
                clock.millis())
            .update();
        return find(model, version).orElseThrow();
      } catch (DuplicateKeyException _) {
        // Somebody else took the number: the next one is tried.
      }
    }
  }

  Optional<StoredVersion> find(String model, int version) {
    return jdbc.sql("select * from model_version where model = ? and version = ? and not deleted")
        .params(model, version)
        .query((row, _) -> version(row))
        .optional();
  }

  /** What those who evaluate need of a version. */
  record Offer(State state, Map<Mode, String> manifests) {}

  Optional<Offer> offer(String model, int version) {
    return jdbc.sql(
            """
            select state, latency_manifest, throughput_manifest from model_version
            where model = ? and version = ? and not deleted
            """)
        .params(model, version)
        .query((row, _) -> new Offer(State.valueOf(row.getString("state")), manifests(row)))
        .optional();
  }

  List<StoredVersion> list() {
    return jdbc.sql("select * from model_version where not deleted order by model, version")
        .query((row, _) -> version(row))
        .list();
  }

  private StoredVersion version(ResultSet row) throws SQLException {
    String card = row.getString("card");
    return new StoredVersion(
        row.getString("model"),
        row.getInt("version"),
        State.valueOf(row.getString("state")),
        json.readValue(row.getString("request"), NewVersion.class),
        row.getString("source_blob"),
        row.getString("model_blob"),
        row.getString("samples_blob"),
        json.readValue(row.getString("progress"), new TypeReference<List<EpochReport>>() {}),
        row.getString("failure"),
        card == null ? null : json.readValue(card, Card.class),
        manifests(row),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  private static Map<Mode, String> manifests(ResultSet row) throws SQLException {
    Map<Mode, String> manifests = new EnumMap<>(Mode.class);
    put(manifests, Mode.LATENCY, row.getString("latency_manifest"));
    put(manifests, Mode.THROUGHPUT, row.getString("throughput_manifest"));
    return manifests;
  }

  private static void put(Map<Mode, String> manifests, Mode mode, String sha256) {
    if (sha256 != null) {
      manifests.put(mode, sha256);
    }
  }

  /**
   * Changes the state where it is one of those expected.
   *
   * @return whether it was
   */
  boolean move(StoredVersion v, State to, State... from) {
    for (State each : from) {
      int changed =
          jdbc.sql(
                  "update model_version set state = ? where model = ? and version = ? and state = ?")
              .params(to.name(), v.model(), v.version(), each.name())
              .update();
      if (changed == 1) {
        return true;
      }
    }
    return false;
  }

  /** Holds a model's versions until the transaction ends: one at a time is activated. */
  void lock(String model) {
    jdbc.sql("select version from model_version where model = ? order by version for update")
        .param(model)
        .query(Integer.class)
        .list();
  }

  void retireActive(String model) {
    jdbc.sql("update model_version set state = ? where model = ? and state = ?")
        .params(State.RETIRED.name(), model, State.ACTIVE.name())
        .update();
  }

  void progress(StoredVersion v, List<EpochReport> epochs) {
    jdbc.sql("update model_version set progress = ? where model = ? and version = ?")
        .params(json.writeValueAsString(epochs), v.model(), v.version())
        .update();
  }

  /** Gives a version up that is being made; one that is offered, or cancelled, stays as it is. */
  void fail(StoredVersion v, String failure) {
    jdbc.sql(
            """
            update model_version set failure = ?, state = ?
            where model = ? and version = ? and state in (?, ?, ?)
            """)
        .params(
            failure,
            State.FAILED.name(),
            v.model(),
            v.version(),
            State.QUEUED.name(),
            State.TRAINING.name(),
            State.PLANNING.name())
        .update();
  }

  void made(StoredVersion v, String modelBlob, String samplesBlob) {
    jdbc.sql(
            "update model_version set model_blob = ?, samples_blob = ? where model = ? and version = ?")
        .params(modelBlob, samplesBlob, v.model(), v.version())
        .update();
  }

  /** Writes down what was planned, unless the version was cancelled meanwhile. */
  void planned(StoredVersion v, Card card, Map<Mode, Manifest> manifests) {
    manifests.values().forEach(this::insert);
    jdbc.sql(
            """
            update model_version set card = ?, latency_manifest = ?, throughput_manifest = ?
            where model = ? and version = ? and state = ?
            """)
        .params(
            json.writeValueAsString(card),
            hash(manifests.get(Mode.LATENCY)),
            hash(manifests.get(Mode.THROUGHPUT)),
            v.model(),
            v.version(),
            State.PLANNING.name())
        .update();
  }

  private static String hash(Manifest manifest) {
    return manifest == null ? null : ManifestHash.of(manifest);
  }

  private void insert(Manifest manifest) {
    String sha256 = ManifestHash.of(manifest);
    if (manifest(sha256).isEmpty()) {
      try {
        jdbc.sql("insert into manifest (sha256, content) values (?, ?)")
            .params(sha256, Base64.getEncoder().encodeToString(WireWriter.toBytes(manifest)))
            .update();
      } catch (DuplicateKeyException _) {
        // Another version with the same manifest came in between.
      }
    }
  }

  /** A manifest; those that were asked for last are kept, since reading one makes its tables. */
  Optional<Manifest> manifest(String sha256) {
    synchronized (manifests) {
      Manifest known = manifests.get(sha256);
      if (known != null) {
        return Optional.of(known);
      }
    }
    Optional<Manifest> read = read(sha256);
    synchronized (manifests) {
      read.ifPresent(manifest -> manifests.put(sha256, manifest));
      if (manifests.size() > MANIFESTS_KEPT) {
        manifests.remove(manifests.keySet().iterator().next());
      }
    }
    return read;
  }

  private Optional<Manifest> read(String sha256) {
    return jdbc.sql("select content from manifest where sha256 = ?")
        .param(sha256)
        .query(String.class)
        .optional()
        .map(base64 -> WireReader.manifest(Base64.getDecoder().decode(base64), MAX_LOG_N));
  }

  @Override
  public boolean holds(String key) {
    return jdbc.sql(
                """
                select count(*) from model_version
                where not deleted and (source_blob = ? or model_blob = ? or samples_blob = ?)
                """)
            .params(key, key, key)
            .query(Long.class)
            .single()
        > 0;
  }

  void delete(StoredVersion v) {
    jdbc.sql("update model_version set deleted = true where model = ? and version = ?")
        .params(v.model(), v.version())
        .update();
  }
}
