package org.cryptotl.dataowner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A schema of an OpenAPI document, as far as the contracts here use it. */
record Schema(JsonNode document, JsonNode node) {

  private static final String COMPONENTS = "#/components/schemas/";

  private JsonNode resolved() {
    return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
  }

  private Schema of(JsonNode other) {
    return new Schema(document, other);
  }

  /** What it allows, in a line; the same for documents that say it in other ways. */
  String form() {
    JsonNode schema = resolved();
    if (node.has("$ref") && schema.has("properties")) {
      return node.get("$ref").asString().substring(COMPONENTS.length());
    }
    if (schema.has("enum")) {
      Set<String> values = new TreeSet<>();
      schema
          .get("enum")
          .valueStream()
          .filter(value -> !value.isNull())
          .forEach(value -> values.add(value.asString()));
      return values.toString();
    }
    if (schema.has("items")) {
      return "list of " + of(schema.get("items")).form();
    }
    if (schema.has("additionalProperties")) {
      return "map of " + of(schema.get("additionalProperties")).form();
    }
    String format = schema.path("format").asString("");
    // Both stand for octets.
    return String.join("|", types(schema)) + " " + format.replace("byte", "binary");
  }

  private static List<String> types(JsonNode schema) {
    List<String> types = new ArrayList<>();
    if (schema.path("type").isArray()) {
      schema.get("type").forEach(type -> types.add(type.asString()));
    } else {
      types.add(schema.path("type").asString(""));
    }
    types.remove("null");
    return types;
  }

  /** The forms of all properties of all named schemas. */
  static Map<String, Map<String, String>> all(JsonNode document) {
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (var schema : document.at("/components/schemas").properties()) {
      Map<String, String> forms = new TreeMap<>();
      for (var property : schema.getValue().path("properties").properties()) {
        forms.put(property.getKey(), new Schema(document, property.getValue()).form());
      }
      if (!forms.isEmpty()) {
        all.put(schema.getKey(), forms);
      }
    }
    return all;
  }

  /** Fails unless a value is what the schema says, to the last property. */
  void check(String at, JsonNode value) {
    JsonNode schema = resolved();
    if (value.isNull()) {
      boolean nullable =
          schema.path("type").valueStream().anyMatch(t -> t.asString().equals("null"));
      assertTrue(nullable, () -> at + " is null");
      return;
    }
    String type = types(schema).getFirst();
    boolean fits =
        switch (type) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isString();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          default -> throw new IllegalArgumentException(at + " has a schema without a type");
        };
    assertTrue(fits, () -> "%s: got %s, expected %s".formatted(at, value, type));
    if (schema.has("enum")) {
      assertTrue(
          schema.get("enum").valueStream().anyMatch(v -> v.asString().equals(value.asString())),
          () -> at + ": got " + value);
    }
    for (JsonNode each : value.isArray() ? value.values() : List.<JsonNode>of()) {
      of(schema.get("items")).check(at + "/0", each);
    }
    if (value.isObject()) {
      for (var each : value.properties()) {
        JsonNode property = schema.path("properties").path(each.getKey());
        JsonNode any = schema.path("additionalProperties");
        assertTrue(
            !property.isMissingNode() || !any.isMissingNode(),
            () -> "%s has a property %s that is not in the schema".formatted(at, each.getKey()));
        if (!property.isMissingNode() || any.isObject()) {
          of(property.isMissingNode() ? any : property)
              .check(at + "/" + each.getKey(), each.getValue());
        }
      }
      for (JsonNode required : schema.path("required").values()) {
        assertTrue(value.has(required.asString()), () -> at + " lacks " + required);
      }
    }
  }
}
