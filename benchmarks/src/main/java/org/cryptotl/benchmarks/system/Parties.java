package org.cryptotl.benchmarks.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cryptotl.endtoend.Api;
import tools.jackson.databind.JsonNode;

/**
 * Two services that know each other: the data owner has keys for both models in all their modes.
 *
 * @param data the data owner's service
 * @param owner the connection's id
 * @param labelled the id of a dataset of few labelled texts
 */
record Parties(Api data, String owner, String labelled) {

  /** The paper's lower network on MiniLM and BGE side by side: 768 numbers. */
  static final String PAIR = "pair";

  /** The same on MiniLM alone: 384 numbers. */
  static final String MINI = "mini";

  private static final int SOURCE_TEXTS = 600;
  private static final int LABELLED_TEXTS = 120;

  static Parties meet(Api model, String address, Api data, Path work, Texts texts)
      throws IOException {
    Path source = texts.write(work.resolve("source.csv"), 0, SOURCE_TEXTS);
    offer(model, PAIR, "MINI_LM_AND_BGE", List.of("LATENCY"), source);
    offer(model, MINI, "MINI_LM", List.of("LATENCY", "THROUGHPUT"), source);
    JsonNode tenant =
        model.post("/api/v1/tenants", Map.of("name", "benchmark", "role", "DATA_OWNER"));
    String token =
        model
            .post(
                "/api/v1/tenants/%s/tokens".formatted(tenant.path("id").asString()),
                Map.of("name", "benchmark"))
            .path("token")
            .asString();
    String owner =
        data.post(
                "/api/v1/model-owners", Map.of("name", "peer", "address", address, "token", token))
            .path("id")
            .asString();
    Path labelled =
        texts.write(work.resolve("labelled.csv"), SOURCE_TEXTS, SOURCE_TEXTS + LABELLED_TEXTS);
    Parties parties = new Parties(data, owner, dataset(data, labelled));
    parties.makeKeys(PAIR, "LATENCY");
    parties.makeKeys(MINI, "LATENCY");
    parties.makeKeys(MINI, "THROUGHPUT");
    return parties;
  }

  private static void offer(Api model, String name, String encoder, List<String> modes, Path source)
      throws IOException {
    Map<String, Object> training =
        Map.of(
            "labelColumn", "label",
            "textColumn", "text",
            "encoder", encoder,
            "preset", "PAPER",
            "epochs", 3);
    int version =
        model
            .upload(
                "/api/v1/models/%s/versions".formatted(name),
                Map.of("source", "CSV", "maxError", 0.01, "modes", modes, "training", training),
                source)
            .path("version")
            .asInt();
    String path = "/api/v1/models/%s/versions/%d".formatted(name, version);
    JsonNode made = model.await(path, now -> now.path("state").asString().equals("READY"), _ -> {});
    System.out.printf("%n%s: %s%n", name, made.path("card").path("modes"));
    model.post(path + "/activate", Map.of());
  }

  static String dataset(Api data, Path csv) throws IOException {
    return data.upload("/api/v1/datasets", Map.of("name", "texts"), csv).path("id").asString();
  }

  private Map<String, Object> model(String model, String mode) {
    return Map.of("modelOwnerId", owner, "model", model, "version", 1, "mode", mode);
  }

  private void makeKeys(String model, String mode) {
    String id = data.post("/api/v1/keys", model(model, mode)).path("id").asString();
    data.await("/api/v1/keys/" + id, now -> now.path("state").asString().equals("READY"), _ -> {});
  }

  /** Extracts the features of a dataset; the feature set, when it is done. */
  JsonNode extract(String dataset, String model, String mode) {
    Map<String, Object> request = new java.util.HashMap<>(model(model, mode));
    request.put("datasetId", dataset);
    String id = data.post("/api/v1/feature-sets", request).path("id").asString();
    return data.await(
        "/api/v1/feature-sets/" + id, now -> now.path("state").asString().equals("DONE"), _ -> {});
  }
}
