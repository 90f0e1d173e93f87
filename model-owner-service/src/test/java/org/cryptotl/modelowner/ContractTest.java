package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The contract was written by hand; this holds it against what the service serves and does. */
class ContractTest extends ServiceTest {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  /** What the service enforces of a property, or says of it. */
  private static final List<String> FACTS =
      List.of(
          "type",
          "format",
          "enum",
          "pattern",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems");

  private final JsonNode contract = Contract.TREE;

  private static JsonNode resolve(JsonNode root, JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").asString().substring(1)) : node;
  }

  /** One line a fact, so that a difference is readable. */
  private static Map<String, Set<String>> operations(JsonNode root) {
    Map<String, Set<String>> operations = new TreeMap<>();
    for (var path : root.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          JsonNode operation = method.getValue();
          Set<String> facts = new TreeSet<>();
          for (JsonNode each : operation.path("parameters")) {
            JsonNode parameter = resolve(root, each);
            facts.add(
                "parameter %s in %s, required %s: %s"
                    .formatted(
                        parameter.get("name").asString(),
                        parameter.get("in").asString(),
                        parameter.path("required").asBoolean(),
                        form(root, parameter.get("schema"))));
          }
          operation
              .path("requestBody")
              .path("content")
              .propertyNames()
              .forEach(type -> facts.add("takes " + type));
          for (var response : operation.get("responses").properties()) {
            if (response.getKey().startsWith("2")) {
              facts.add("status " + response.getKey());
              response
                  .getValue()
                  .path("content")
                  .propertyNames()
                  .forEach(type -> facts.add("gives " + type));
            }
          }
          operations.put(method.getKey() + " " + path.getKey(), facts);
        }
      }
    }
    return operations;
  }

  /** What a property is, with enums in place of their names; what is in its items or values. */
  private static String form(JsonNode root, JsonNode schema) {
    if (schema.has("$ref")) {
      JsonNode target = resolve(root, schema);
      String name = schema.get("$ref").asString();
      return target.has("enum") ? form(root, target) : name.substring(name.lastIndexOf('/') + 1);
    }
    Set<String> facts = new TreeSet<>();
    for (String name : FACTS) {
      JsonNode value = schema.path(name);
      if (value.isNumber()) {
        facts.add(name + " " + value.decimalValue().stripTrailingZeros().toPlainString());
      } else if (!value.isMissingNode()) {
        facts.add(name + " " + value);
      }
    }
    facts.removeAll(Set.of("minLength 0", "minItems 0", "type \"object\""));
    for (String inner : List.of("items", "additionalProperties")) {
      if (schema.path(inner).isObject()) {
        facts.add(inner + " (" + form(root, schema.get(inner)) + ")");
      }
    }
    return String.join(", ", facts);
  }

  private static Map<String, Set<String>> schemas(JsonNode root) {
    Map<String, Set<String>> schemas = new TreeMap<>();
    for (var schema : root.at("/components/schemas").properties()) {
      if (schema.getValue().has("properties") && !schema.getKey().equals("Problem")) {
        Set<String> required = new TreeSet<>();
        schema.getValue().path("required").forEach(name -> required.add(name.asString()));
        schema
            .getValue()
            .get("properties")
            .properties()
            .forEach(property ->
                schemas.put(
                    schema.getKey() + "." + property.getKey(),
                    Set.of(
                        form(root, property.getValue())
                            + (required.contains(property.getKey()) ? ", required" : ""))));
      }
    }
    return schemas;
  }

  @Test
  void servedOperations_areThoseOfTheContract() {
    JsonNode served = admin().get("/v3/api-docs").expect(200).json();
    assertEquals(lines(operations(contract)), lines(operations(served)));
  }

  @Test
  void servedSchemas_areThoseOfTheContract() {
    JsonNode served = admin().get("/v3/api-docs").expect(200).json();
    assertEquals(lines(schemas(contract)), lines(schemas(served)));
  }

  /** Failures that follow from what an operation takes; springdoc does not know them. */
  @Test
  void operations_nameTheFailuresOfWhatTheyTake() {
    Set<String> missing = new TreeSet<>();
    for (JsonNode path : contract.get("paths")) {
      for (JsonNode operation : path) {
        boolean inPath = false;
        boolean typed = false;
        for (JsonNode each : operation.path("parameters")) {
          JsonNode parameter = resolve(contract, each);
          inPath |= parameter.get("in").asString().equals("path");
          typed |= !form(contract, parameter.get("schema")).equals("type \"string\"");
        }
        JsonNode body = operation.at("/requestBody/content");
        boolean document = body.has("application/json") || body.has("multipart/form-data");
        String name = operation.get("operationId").asString();
        require(missing, operation, name, "400", document || typed);
        require(missing, operation, name, "404", inPath && !name.equals("createVersion"));
        require(missing, operation, name, "413", operation.has("requestBody"));
      }
    }
    assertEquals(Set.of(), missing);
  }

  private static void require(
      Set<String> missing, JsonNode operation, String name, String status, boolean needed) {
    if (needed && !operation.get("responses").has(status)) {
      missing.add(name + " " + status);
    }
  }

  private static String lines(Map<String, Set<String>> facts) {
    List<String> lines = new ArrayList<>();
    facts.forEach((name, set) -> lines.add(name + ": " + String.join("; ", set)));
    return String.join("\n", lines);
  }

  @Test
  void contractIsServedAsItStands() throws IOException {
    assertEquals(
        Files.readString(Contract.FILE),
        new Api("http://127.0.0.1:" + port(), null)
            .get("/openapi/model-owner.yaml")
            .expect(200)
            .text());
  }

  /**
   * Every example of a JSON body is sent, and the answer has the form of the contract's example.
   */
  @TestFactory
  List<DynamicTest> examples() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    JsonNode tenant =
        admin()
            .post(
                "/api/v1/tenants",
                "{\"name\":\"%s\",\"role\":\"DATA_OWNER\"}".formatted(name("example")))
            .json();
    String done = owner.job(1);
    owner.api().octets("PUT", done + "/chunks/0", owner.encrypt(SmallModel.input())).expect(200);
    Map<String, String> places = places(owner);
    Map<String, String> values =
        Map.of(
            "bundleId", owner.bundle(),
            "jobId", done.substring(done.lastIndexOf('/') + 1),
            "tenantId", tenant.get("id").asString(),
            "model", "small",
            "version", Integer.toString(smallModel()),
            "mode", "LATENCY",
            "keys", owner.bundle(),
            "manifestSha256",
                owner
                    .api()
                    .get(
                        "/api/v1/models/small/versions/%d/manifests/LATENCY"
                            .formatted(smallModel()))
                    .json()
                    .get("manifestSha256")
                    .asString());
    admin().post("/api/v1/tenants/%s/tokens".formatted(values.get("tenantId")), "{\"name\":\"t\"}");
    owner.evaluate(owner.encrypt(SmallModel.input())).expect(200);
    List<DynamicTest> tests = new ArrayList<>();
    for (var path : contract.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        String address = path.getKey();
        for (var each : values.entrySet()) {
          address = address.replace("{" + each.getKey() + "}", each.getValue());
        }
        address = places.getOrDefault(operation.get("operationId").asString(), address);
        boolean admins =
            address.matches("/api/v1/(tenants|audit|models/.*/(activate|retire|cancel)).*");
        Api api = admins ? admin() : owner.api();
        String to = address;
        JsonNode body = operation.at("/requestBody/content/application~1json");
        for (var example : body.path("examples").properties()) {
          tests.add(
              DynamicTest.dynamicTest(
                  method.getKey() + " " + path.getKey() + " " + example.getKey(),
                  () -> {
                    ObjectNode sent = (ObjectNode) example.getValue().get("value").deepCopy();
                    values.forEach((name, value) -> {
                      if (sent.has(name) && sent.get(name).isNumber()) {
                        sent.put(name, Integer.parseInt(value));
                      } else if (sent.has(name)) {
                        sent.put(name, value);
                      }
                    });
                    if (operation.get("operationId").asString().equals("createTenant")) {
                      sent.put("name", name(sent.get("name").asString()));
                    }
                    check(
                        operation,
                        api.json(method.getKey().toUpperCase(Locale.ROOT), to, sent.toString()));
                  }));
        }
        JsonNode form = operation.at("/requestBody/content/multipart~1form-data");
        for (var example : form.path("examples").properties()) {
          tests.add(
              DynamicTest.dynamicTest(
                  method.getKey() + " " + path.getKey() + " " + example.getKey(),
                  () -> replay(operation, example.getValue().get("value"))));
        }
        if (!operation.has("requestBody")
            && operation.at("/responses/200/content/application~1json").has("example")) {
          boolean get = method.getKey().equals("get");
          tests.add(
              DynamicTest.dynamicTest(
                  method.getKey() + " " + path.getKey(),
                  () -> check(operation, get ? api.get(to) : api.post(to, ""))));
        }
      }
    }
    assertEquals(examplesIn(contract.get("paths")), tests.size());
    return tests;
  }

  /** What can be retired, cancelled or tried again. */
  private Map<String, String> places(DataOwner owner) {
    String model = name("example");
    String version = "/api/v1/models/%s/versions/".formatted(model);
    int offered = admin().offer(model, SmallModel.IMPORT, SmallModel.file());
    int queued =
        admin()
            .createVersion(model, SmallModel.IMPORT, SmallModel.file())
            .expect(202)
            .json()
            .get("version")
            .asInt();
    admin().post(version + queued + "/cancel", "").expect(200);
    String job = owner.job(1);
    owner.api().post(job + "/cancel", "").expect(200);
    return Map.of(
        "retireVersion",
        version + offered + "/retire",
        "cancelVersion",
        version + queued + "/cancel",
        "cancelJob",
        owner.job(1) + "/cancel",
        "retryJob",
        job + "/retry");
  }

  /** Bodies with a value, and answers to requests without one. */
  private static int examplesIn(JsonNode paths) {
    int count = 0;
    for (JsonNode path : paths) {
      for (var method : path.properties()) {
        JsonNode operation = method.getValue();
        for (JsonNode content : operation.path("requestBody").path("content")) {
          count += content.path("examples").size();
        }
        if (!operation.has("requestBody")) {
          for (JsonNode response : operation.get("responses")) {
            for (JsonNode content : response.path("content")) {
              count += content.has("example") ? 1 : 0;
            }
          }
        }
      }
    }
    return count;
  }

  /** An example of a form makes a version. */
  private void replay(JsonNode operation, JsonNode form) {
    String model = name("example");
    Api.Answer answer =
        admin()
            .createVersion(
                model,
                form.get("request").toString(),
                form.get("file").asString().getBytes(StandardCharsets.UTF_8));
    check(operation, answer);
    int version = answer.json().get("version").asInt();
    JsonNode made =
        admin()
            .await(
                "/api/v1/models/%s/versions/%d".formatted(model, version),
                v -> !v.get("state").asString().matches("QUEUED|.*ING"));
    assertEquals("READY", made.get("state").asString(), made::toString);
  }

  private void check(JsonNode operation, Api.Answer answer) {
    String status = Integer.toString(answer.status());
    JsonNode response = operation.get("responses").get(status);
    assertTrue(status.startsWith("2") && response != null, answer::text);
    JsonNode example = response.at("/content/application~1json/example");
    if (example.isMissingNode()) {
      return;
    }
    assertForm("", example, answer.json());
  }

  private static void assertForm(String at, JsonNode example, JsonNode got) {
    assertEquals(example.getNodeType(), got.getNodeType(), at);
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
