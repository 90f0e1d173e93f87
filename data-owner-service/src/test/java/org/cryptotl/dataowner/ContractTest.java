package org.cryptotl.dataowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The contract was written by hand; this holds it against what the service serves and does. */
class ContractTest extends ServiceTest {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final String JSON = "application/json";
  private static final String FORM = "multipart/form-data";
  private static final Path FILE = Path.of("../openapi/data-owner.yaml");

  private final JsonNode contract = contract();

  private static JsonNode contract() {
    try {
      return Api.JSON.valueToTree(new Yaml().<Object>load(Files.readString(FILE)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode served() {
    return api().as(null).get("/v3/api-docs").expect(200).json();
  }

  private static JsonNode resolve(JsonNode root, JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").asString().substring(1)) : node;
  }

  /** What each operation takes and gives. */
  private static Map<String, Set<String>> operations(JsonNode root) {
    Map<String, Set<String>> operations = new TreeMap<>();
    for (var path : root.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (!METHODS.contains(method.getKey())) {
          continue;
        }
        JsonNode operation = method.getValue();
        Set<String> facts = new TreeSet<>();
        List<JsonNode> parameters = new ArrayList<>(path.getValue().path("parameters").values());
        parameters.addAll(operation.path("parameters").values());
        for (JsonNode each : parameters) {
          JsonNode parameter = resolve(root, each);
          facts.add(
              "parameter %s in %s, required %s: %s"
                  .formatted(
                      parameter.get("name").asString(),
                      parameter.get("in").asString(),
                      parameter.path("required").asBoolean(),
                      new Schema(root, parameter.get("schema")).form()));
        }
        addTypes("takes", root, operation.path("requestBody"), facts);
        for (var response : operation.get("responses").properties()) {
          if (response.getKey().startsWith("2")) {
            facts.add("status " + response.getKey());
            addTypes("gives", root, response.getValue(), facts);
          }
        }
        operations.put(method.getKey() + " " + path.getKey(), facts);
      }
    }
    return operations;
  }

  private static void addTypes(String what, JsonNode root, JsonNode body, Set<String> facts) {
    for (var type : body.path("content").properties()) {
      JsonNode schema = type.getValue().get("schema");
      facts.add("%s %s: %s".formatted(what, type.getKey(), new Schema(root, schema).form()));
      for (var part : schema.path("properties").properties()) {
        facts.add("with " + part.getKey() + ": " + new Schema(root, part.getValue()).form());
      }
    }
  }

  private static String lines(Map<String, ?> facts) {
    List<String> lines = new ArrayList<>();
    facts.forEach((name, fact) -> lines.add(name + ": " + fact));
    return String.join("\n", lines);
  }

  @Test
  void servedOperations_areThoseOfTheContract() {
    assertEquals(lines(operations(contract)), lines(operations(served())));
  }

  @Test
  void servedSchemas_areThoseOfTheContract() {
    Map<String, Map<String, String>> written = Schema.all(contract);
    // Failures are written past the controllers; ProblemTest holds them against this schema.
    written.remove("Problem");
    assertEquals(lines(written), lines(Schema.all(served())));
  }

  @Test
  void everyAnswer_hasASchema() {
    for (var path : contract.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        for (var response : method.getValue().path("responses").properties()) {
          JsonNode content = resolve(contract, response.getValue()).path("content");
          String what = method.getKey() + " " + path.getKey() + " " + response.getKey();
          assertTrue(response.getKey().equals("204") || !content.isEmpty(), what);
          for (JsonNode type : content.values()) {
            assertTrue(type.has("schema"), what);
          }
        }
      }
    }
  }

  @Test
  void contractIsServedAsItStands() throws IOException {
    assertEquals(
        Files.readString(FILE), api().as(null).get("/openapi/data-owner.yaml").expect(200).text());
  }

  /** Resources by the beginning of their paths. */
  private Map<String, String> resources() {
    Journey journey = Journey.begin(api(), ModelOwnerProcess.shared(), "contract");
    String dataset = journey.dataset(100, 31);
    Map<String, String> resources = new HashMap<>();
    resources.put("model-owners", journey.owner());
    resources.put("token", journey.tenant().token());
    resources.put("keys", journey.keys("LATENCY"));
    resources.put("datasets", dataset);
    String set = journey.extract(dataset, "LATENCY");
    journey.done(set);
    resources.put("feature-sets", set);
    resources.put("heads", journey.head(set, "contract"));
    return resources;
  }

  /** Puts in what exists here in place of what the contract made up. */
  private static String actual(JsonNode example, Map<String, String> resources) {
    ObjectNode sent = (ObjectNode) example.deepCopy();
    Map.of(
            "modelOwnerId", "model-owners",
            "datasetId", "datasets",
            "featureSetId", "feature-sets")
        .forEach((name, resource) -> {
          if (sent.has(name)) {
            sent.put(name, resources.get(resource));
          }
        });
    if (sent.has("address")) {
      sent.put("address", ModelOwnerProcess.shared().address());
      sent.put("token", resources.get("token"));
    }
    if (sent.has("address") && sent.has("name")) {
      sent.put("name", "another");
    }
    return sent.toString();
  }

  /** Every request is sent as in its example; every answer has the form of its example. */
  @TestFactory
  List<DynamicTest> examples() {
    Map<String, String> resources = resources();
    List<DynamicTest> tests = new ArrayList<>();
    for (var path : contract.get("paths").properties()) {
      String resource = path.getKey().split("/", -1)[3];
      String to = path.getKey().replace("{id}", resources.getOrDefault(resource, "none"));
      for (var method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        if (!METHODS.contains(method.getKey())) {
          continue;
        }
        JsonNode bodies = operation.path("requestBody").path("content");
        String verb = method.getKey().toUpperCase(Locale.ROOT);
        String name = verb + " " + path.getKey();
        if (bodies.has(JSON)) {
          JsonNode body = bodies.get(JSON);
          assertTrue(body.has("example"), name + " has no example");
          tests.add(
              DynamicTest.dynamicTest(
                  name,
                  () -> {
                    new Schema(contract, body.get("schema")).check("request", body.get("example"));
                    String sent = actual(body.get("example"), resources);
                    check(operation, api().json(verb, to, sent));
                  }));
        } else if (bodies.path(FORM).has("example")) {
          JsonNode example = bodies.get(FORM).get("example");
          tests.add(
              DynamicTest.dynamicTest(
                  name,
                  () -> {
                    byte[] file = example.get("file").asString().getBytes(StandardCharsets.UTF_8);
                    JsonNode about = example.path("request");
                    String sent = about.isMissingNode() ? "{}" : actual(about, resources);
                    check(operation, api().upload(to, sent, file));
                  }));
        } else if (method.getKey().equals("get")) {
          tests.add(DynamicTest.dynamicTest(name, () -> check(operation, api().get(to))));
        }
      }
    }
    return tests;
  }

  private void check(JsonNode operation, Api.Answer answer) {
    JsonNode response = operation.get("responses").path(Integer.toString(answer.status()));
    assertTrue(answer.status() / 100 == 2 && !response.isMissingNode(), answer::text);
    String type = answer.header("Content-Type").split(";", -1)[0];
    JsonNode content = response.path("content").path(type);
    assertFalse(content.isMissingNode(), () -> "got " + type);
    JsonNode example = content.path("example");
    if (type.equals(JSON)) {
      Schema schema = new Schema(contract, content.get("schema"));
      schema.check("answer", answer.json());
      if (!example.isMissingNode()) {
        schema.check("example", example);
        assertForm("", example, answer.json());
      }
    } else if (!example.isMissingNode()) {
      assertEquals(
          example.asString().lines().findFirst(), answer.text().lines().findFirst(), answer::text);
    }
  }

  /** The same form, but for what one of them leaves out; the schema says where that may be. */
  private static void assertForm(String at, JsonNode example, JsonNode got) {
    if (example.isNull() || got.isNull()) {
      return;
    }
    if (example.isNumber()) {
      assertTrue(got.isNumber(), at);
    } else {
      assertEquals(example.getNodeType(), got.getNodeType(), at);
    }
    if (example.isObject()) {
      assertEquals(new TreeSet<>(example.propertyNames()), new TreeSet<>(got.propertyNames()), at);
      example
          .properties()
          .forEach(e -> assertForm(at + "/" + e.getKey(), e.getValue(), got.get(e.getKey())));
    } else if (example.isArray() && !got.isEmpty()) {
      assertForm(at + "/0", example.get(0), got.get(0));
    }
  }
}
