package org.cryptotl.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the data owner does. */
final class DataOwnerSide {

  private static final String MODE = "LATENCY";

  /** Texts of a request to classify: progress shows after each. */
  private static final int TEXTS_A_REQUEST = 40;

  private final Api api;

  DataOwnerSide(Api api) {
    this.api = api;
  }

  /** Connects to a model owner; returns the connection's id. */
  String connect(String address, String token) {
    return api.post(
            "/api/v1/model-owners", Map.of("name", "demo", "address", address, "token", token))
        .path("id")
        .asString();
  }

  /** What the model owner offers. */
  JsonNode offered(String owner) {
    return api.get("/api/v1/model-owners/%s/models".formatted(owner)).path(0);
  }

  /** Makes keys and uploads the public part of them. */
  JsonNode keys(String owner, JsonNode model, ProgressBar bar) {
    JsonNode keys =
        api.post(
            "/api/v1/keys",
            Map.of(
                "modelOwnerId",
                owner,
                "model",
                model.path("name").asString(),
                "version",
                model.path("version").asInt(),
                "mode",
                MODE));
    return api.await(
        "/api/v1/keys/" + keys.path("id").asString(),
        now -> now.path("state").asString().equals("READY"),
        now -> bar.show(now.path("sentBytes").asLong(0), now.path("totalBytes").asLong(1), ""));
  }

  /** Uploads labelled texts; heads are judged by a tenth of them. */
  JsonNode dataset(Path csv) throws IOException {
    return dataset(csv, 0.1);
  }

  /**
   * Uploads labelled texts.
   *
   * @param testShare of them that heads are judged by
   */
  JsonNode dataset(Path csv, double testShare) throws IOException {
    return api.upload(
        "/api/v1/datasets",
        Map.of(
            "name",
            "labelled mail",
            "split",
            Map.of("seed", 1, "validationShare", 0.01, "testShare", testShare)),
        csv);
  }

  /** Extracts the features of a dataset. */
  JsonNode features(String owner, JsonNode model, JsonNode dataset, ProgressBar bar) {
    return api.await(
        extract(owner, model, dataset),
        now -> now.path("state").asString().equals("DONE"),
        now -> {
          long done = now.path("doneRows").asLong();
          long rows = now.path("rows").asLong();
          bar.show(done, rows, "%d of %d".formatted(done, rows));
        });
  }

  /** Begins to extract the features of a dataset; returns the path of what comes of it. */
  String extract(String owner, JsonNode model, JsonNode dataset) {
    JsonNode set =
        api.post(
            "/api/v1/feature-sets",
            Map.of(
                "datasetId", dataset.path("id").asString(),
                "modelOwnerId", owner,
                "model", model.path("name").asString(),
                "version", model.path("version").asInt(),
                "mode", MODE));
    return "/api/v1/feature-sets/" + set.path("id").asString();
  }

  /** Trains a head that sees one of the inputs. */
  JsonNode head(JsonNode features, String name, List<String> inputs, ProgressBar bar) {
    JsonNode head =
        api.post(
            "/api/v1/heads",
            Map.of("featureSetId", features.path("id").asString(), "name", name, "inputs", inputs));
    return api.await(
        "/api/v1/heads/" + head.path("id").asString(),
        now -> now.path("state").asString().equals("READY"),
        now -> bar.show(now.path("steps").asLong(), now.path("of").asLong(1), ""));
  }

  /** A head's network. */
  byte[] onnx(JsonNode head) {
    return api.bytes("/api/v1/heads/%s/onnx".formatted(head.path("id").asString()));
  }

  /** Classifies texts, some at a time. */
  Classified classify(JsonNode head, List<String> texts, ProgressBar bar) {
    String path = "/api/v1/heads/%s/predictions".formatted(head.path("id").asString());
    List<Classified> parts = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += TEXTS_A_REQUEST) {
      int to = Math.min(texts.size(), from + TEXTS_A_REQUEST);
      parts.add(
          Classified.of(api.post(path, Map.of("texts", texts.subList(from, to), "mode", MODE))));
      bar.show(to, texts.size(), "%d of %d".formatted(to, texts.size()));
    }
    return Classified.together(parts);
  }
}
