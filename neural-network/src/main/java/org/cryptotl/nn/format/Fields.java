package org.cryptotl.nn.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A JSON object of the header; failures name the place in it. */
final class Fields {

  private final String path;
  private final JsonNode node;

  Fields(String path, JsonNode node) {
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw failure("expected an object");
    }
  }

  private static ModelFormatException failureAt(String path, String message) {
    return new ModelFormatException("model file: header, %s: %s".formatted(path, message));
  }

  ModelFormatException failure(String message) {
    return failureAt(path, message);
  }

  private ModelFormatException failure(String field, String message) {
    return failureAt(path + "." + field, message);
  }

  boolean has(String field) {
    return node.has(field);
  }

  private JsonNode get(String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw failure(field, "it is missing");
    }
    return value;
  }

  int integer(String field) {
    JsonNode value = get(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw failure(field, "expected an integer of 32 bits");
    }
    return value.intValue();
  }

  long count(String field) {
    JsonNode value = get(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw failure(field, "expected an integer of at least 0");
    }
    return value.longValue();
  }

  double number(String field) {
    return number(field, get(field));
  }

  private double number(String field, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw failure(field, "expected a finite number");
    }
    return value.doubleValue();
  }

  boolean flag(String field) {
    JsonNode value = get(field);
    if (!value.isBoolean()) {
      throw failure(field, "expected true or false");
    }
    return value.booleanValue();
  }

  String text(String field) {
    JsonNode value = get(field);
    if (!value.isString()) {
      throw failure(field, "expected a string");
    }
    return value.stringValue();
  }

  List<Integer> integers(String field) {
    List<Integer> integers = new ArrayList<>();
    for (JsonNode value : array(field)) {
      if (!value.isIntegralNumber() || !value.canConvertToInt()) {
        throw failure(field, "expected integers of 32 bits");
      }
      integers.add(value.intValue());
    }
    return integers;
  }

  List<Double> numbers(String field) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode value : array(field)) {
      numbers.add(number(field, value));
    }
    return numbers;
  }

  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String field : node.propertyNames()) {
      texts.put(field, text(field));
    }
    return texts;
  }

  Fields object(String field) {
    return new Fields(path + "." + field, get(field));
  }

  List<Fields> objects(String field) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode value : array(field)) {
      objects.add(new Fields("%s.%s[%d]".formatted(path, field, objects.size()), value));
    }
    return objects;
  }

  private JsonNode array(String field) {
    JsonNode value = get(field);
    if (!value.isArray()) {
      throw failure(field, "expected a list");
    }
    return value;
  }
}
