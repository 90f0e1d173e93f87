package org.cryptotl.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cryptotl.nn.format.ModelFile;
import org.cryptotl.nn.format.StoredModel;
import tools.jackson.databind.JsonNode;

/** What the model owner does. */
final class ModelOwnerSide {

  /** The model's name. */
  static final String MODEL = "mail";

  /** Entries of the audit log that one request asks for, as many as it may. */
  static final int AUDIT_PAGE = 1000;

  private static final double DELTA = 1e-5;
  private static final long MOST_WEIGHTS = 100_000_000;

  private final Api api;

  ModelOwnerSide(Api api) {
    this.api = api;
  }

  /** Makes a tenant and a token for it; returns the token. */
  String admit(String name) {
    JsonNode tenant = api.post("/api/v1/tenants", Map.of("name", name, "role", "DATA_OWNER"));
    return api.post(
            "/api/v1/tenants/%s/tokens".formatted(tenant.path("id").asString()),
            Map.of("name", "demo"))
        .path("token")
        .asString();
  }

  /** Trains a base on labelled texts and offers it; returns its version. */
  JsonNode train(Path csv, Optional<Double> epsilon, ProgressBar bar) throws IOException {
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("labelColumn", "label");
    training.put("textColumn", "text");
    training.put("encoder", "MINI_LM_AND_BGE");
    training.put("preset", "TABLE");
    epsilon.ifPresent(e -> training.put("privacy", Map.of("epsilon", e, "delta", DELTA)));
    JsonNode version =
        api.upload(
            "/api/v1/models/%s/versions".formatted(MODEL),
            Map.of(
                "source",
                "CSV",
                "maxError",
                0.01,
                "batch",
                8,
                "modes",
                List.of("LATENCY"),
                "training",
                training),
            csv);
    String path = "/api/v1/models/%s/versions/%d".formatted(MODEL, version.path("version").asInt());
    api.await(
        path,
        now -> now.path("state").asString().equals("READY"),
        now -> {
          JsonNode epochs = now.path("epochs");
          JsonNode last = epochs.path(epochs.size() - 1);
          String state = now.path("state").asString().toLowerCase(Locale.ROOT);
          String remark =
              epochs.isEmpty() ? state : state + ", epoch " + last.path("number").asInt();
          bar.show(last.path("number").asInt(0), last.path("of").asInt(1), remark);
        });
    return api.post(path + "/activate", Map.of());
  }

  /** The log of what was evaluated for whom, the newest first. */
  List<JsonNode> audit() {
    List<JsonNode> entries = new ArrayList<>();
    String before = "";
    while (true) {
      JsonNode page =
          api.get("/api/v1/audit?limit=%d%s".formatted(AUDIT_PAGE, before)).path("entries");
      page.forEach(entries::add);
      if (page.size() < AUDIT_PAGE) {
        return entries;
      }
      before = "&before=" + entries.getLast().path("id").asLong();
    }
  }

  /**
   * The network in plain, from the service's folder: nothing over HTTP gives it, not even to
   * administrators.
   */
  static StoredModel network(Path dataDirectory, int version) throws IOException {
    Path file = dataDirectory.resolve("blobs/models/%s/%d/model".formatted(MODEL, version));
    try (InputStream in = Files.newInputStream(file)) {
      return ModelFile.read(in, MOST_WEIGHTS);
    }
  }
}
