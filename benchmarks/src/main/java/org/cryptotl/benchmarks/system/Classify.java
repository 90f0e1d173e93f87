package org.cryptotl.benchmarks.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Milliseconds from a text to its label, as a client of the data owner's service sees them. */
final class Classify {

  private static final int FIRST = 1000;
  private static final int WARM_UP = 100;
  private static final int TEXTS = 300;
  private static final double TAIL = 0.99;

  private Classify() {}

  static void measure(Parties parties, Texts texts) {
    for (String model : List.of(Parties.PAIR, Parties.MINI)) {
      JsonNode features = parties.extract(parties.labelled(), model, "LATENCY");
      String head =
          parties
              .data()
              .post(
                  "/api/v1/heads",
                  Map.of("featureSetId", features.path("id").asString(), "name", model))
              .path("id")
              .asString();
      parties
          .data()
          .await(
              "/api/v1/heads/" + head,
              now -> now.path("state").asString().equals("READY"),
              _ -> {});
      print(model, measure(parties, head, texts.texts(FIRST, FIRST + WARM_UP + TEXTS)));
    }
  }

  private static Map<String, List<Double>> measure(
      Parties parties, String head, List<String> texts) {
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      long start = System.nanoTime();
      JsonNode said =
          parties
              .data()
              .post(
                  "/api/v1/heads/%s/predictions".formatted(head),
                  Map.of("texts", List.of(texts.get(i))));
      double all = (System.nanoTime() - start) / 1e6;
      if (i >= WARM_UP) {
        JsonNode statistics = said.path("statistics");
        add(millis, "all, as the client sees it", all);
        add(millis, "in the data owner's service", said.path("elapsedMillis").asDouble());
        statistics
            .path("stageMillis")
            .properties()
            .forEach(stage -> add(millis, stage.getKey(), stage.getValue().asDouble()));
        add(millis, "HEAD", said.path("headMillis").asDouble());
        add(millis, "kB sent", statistics.path("bytesSent").asDouble() / 1e3);
        add(millis, "kB received", statistics.path("bytesReceived").asDouble() / 1e3);
      }
    }
    return millis;
  }

  private static void add(Map<String, List<Double>> millis, String what, double value) {
    millis.computeIfAbsent(what, _ -> new ArrayList<>()).add(value);
  }

  private static void print(String model, Map<String, List<Double>> millis) {
    System.out.printf(
        "%n### One text classified, model `%s`, %d texts%n%n| ms | median | p99 |%n|---|---|---|%n",
        model, TEXTS);
    millis.forEach((what, values) -> {
      values.sort(null);
      System.out.printf(
          "| %s | %.1f | %.1f |%n",
          what, values.get(values.size() / 2), values.get((int) (values.size() * TAIL)));
    });
  }
}
