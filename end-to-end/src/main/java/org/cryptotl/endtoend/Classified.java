package org.cryptotl.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What the data owner's service says of texts, and what that cost.
 *
 * @param labels one a text
 * @param probabilities of all labels, one row a text
 * @param stageMillis by stage, together
 * @param bytesSent of ciphertexts
 * @param bytesReceived of ciphertexts
 * @param elapsedMillis from request to answer, together
 */
record Classified(
    List<String> labels,
    List<List<Double>> probabilities,
    Map<String, Double> stageMillis,
    long bytesSent,
    long bytesReceived,
    double elapsedMillis) {

  static Classified of(JsonNode answer) {
    List<String> labels = new ArrayList<>();
    List<List<Double>> probabilities = new ArrayList<>();
    for (JsonNode each : answer.path("predictions")) {
      labels.add(each.path("label").asString());
      List<Double> row = new ArrayList<>();
      each.path("probabilities").forEach(p -> row.add(p.asDouble()));
      probabilities.add(row);
    }
    JsonNode statistics = answer.path("statistics");
    Map<String, Double> millis = new LinkedHashMap<>();
    statistics
        .path("stageMillis")
        .properties()
        .forEach(stage -> millis.put(stage.getKey(), stage.getValue().asDouble()));
    millis.put("HEAD", answer.path("headMillis").asDouble());
    return new Classified(
        labels,
        probabilities,
        millis,
        statistics.path("bytesSent").asLong(),
        statistics.path("bytesReceived").asLong(),
        answer.path("elapsedMillis").asDouble());
  }

  static Classified together(List<Classified> parts) {
    Map<String, Double> millis = new LinkedHashMap<>();
    parts.forEach(
        part -> part.stageMillis.forEach((stage, m) -> millis.merge(stage, m, Double::sum)));
    return new Classified(
        parts.stream().flatMap(part -> part.labels.stream()).toList(),
        parts.stream().flatMap(part -> part.probabilities.stream()).toList(),
        millis,
        parts.stream().mapToLong(Classified::bytesSent).sum(),
        parts.stream().mapToLong(Classified::bytesReceived).sum(),
        parts.stream().mapToDouble(Classified::elapsedMillis).sum());
  }
}
