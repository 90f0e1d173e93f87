package org.cryptotl.dataowner.modelowner;

import java.time.Clock;
import java.util.Optional;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.he.HeException;
import org.cryptotl.he.io.ManifestHash;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.manifest.Manifest;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The manifests of models; fetched anew only when they have changed. */
@Component
public class Manifests {

  /** Rings of a larger degree are not planned by any engine that this one can talk to. */
  public static final int MAX_LOG_N = 16;

  private static final String KEY =
      " where model_owner_id = ? and model = ? and version = ? and mode = ?";

  private final JdbcClient jdbc;
  private final ModelOwners owners;
  private final Clock clock;

  Manifests(JdbcClient jdbc, ModelOwners owners, Clock clock) {
    this.jdbc = jdbc;
    this.owners = owners;
    this.clock = clock;
  }

  /**
   * The manifest that is right at present.
   *
   * @throws Problem {@link ProblemType#STALE_MANIFEST} if the version was retired
   */
  public AgreedManifest current(ModelRef model) {
    Optional<String> etag = cachedEtag(model);
    ResponseEntity<byte[]> answer =
        PeerCall.call(() ->
            owners
                .peer(model.modelOwnerId())
                .api()
                .manifest(model.model(), model.version(), model.mode(), etag.orElse(null)));
    if (answer.getStatusCode().isSameCodeAs(HttpStatus.NOT_MODIFIED)) {
      return parse(cachedContent(model));
    }
    byte[] body = answer.getBody();
    AgreedManifest manifest = parse(body == null ? new byte[0] : body);
    String next = answer.getHeaders().getETag();
    if (next != null && body != null) {
      store(model, next, manifest.sha256(), body);
    }
    return manifest;
  }

  /**
   * Reads a manifest.
   *
   * @throws Problem for bytes that are none, or insecure parameters
   */
  public static AgreedManifest parse(byte[] bytes) {
    try {
      Manifest manifest = WireReader.manifest(bytes, MAX_LOG_N);
      return new AgreedManifest(manifest, ManifestHash.of(manifest));
    } catch (HeException | IllegalArgumentException e) {
      throw new Problem(
          ProblemType.MODEL_OWNER_UNAVAILABLE,
          "the model owner's manifest cannot be read: " + e.getMessage());
    }
  }

  private Optional<String> cachedEtag(ModelRef model) {
    return jdbc.sql("select etag from manifest" + KEY)
        .params(model.modelOwnerId(), model.model(), model.version(), model.mode().name())
        .query(String.class)
        .optional();
  }

  private byte[] cachedContent(ModelRef model) {
    return jdbc.sql("select content from manifest" + KEY)
        .params(model.modelOwnerId(), model.model(), model.version(), model.mode().name())
        .query(byte[].class)
        .single();
  }

  private void store(ModelRef model, String etag, String sha256, byte[] content) {
    if (!update(model, etag, sha256, content)) {
      try {
        insert(model, etag, sha256, content);
      } catch (DuplicateKeyException _) {
        // Another request was faster.
        update(model, etag, sha256, content);
      }
    }
  }

  private boolean update(ModelRef model, String etag, String sha256, byte[] content) {
    return jdbc.sql("update manifest set etag = ?, sha256 = ?, content = ?, fetched_at = ?" + KEY)
            .params(
                etag,
                sha256,
                content,
                clock.millis(),
                model.modelOwnerId(),
                model.model(),
                model.version(),
                model.mode().name())
            .update()
        == 1;
  }

  private void insert(ModelRef model, String etag, String sha256, byte[] content) {
    jdbc.sql("insert into manifest values (?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            model.modelOwnerId(),
            model.model(),
            model.version(),
            model.mode().name(),
            etag,
            sha256,
            content,
            clock.millis())
        .update();
  }
}
