package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** The contract as it was written; every answer that a test gets is held against it. */
final class Contract {

  static final Path FILE = Path.of("../openapi/model-owner.yaml");
  static final JsonNode TREE = read();

  /** What the contract calls {@code default}: failures that every operation can answer with. */
  private static final Set<Integer> EVERYWHERE = Set.of(401, 403, 405, 406, 415, 429, 500);

  private Contract() {}

  private static JsonNode read() {
    try {
      Object yaml = new Yaml().load(Files.readString(FILE));
      return Api.JSON.valueToTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that an operation's responses name a status; what is no operation may answer at will.
   */
  static void check(String method, String path, int status) {
    for (var each : TREE.get("paths").properties()) {
      JsonNode operation = each.getValue().get(method.toLowerCase(Locale.ROOT));
      if (operation != null && path.matches(each.getKey().replaceAll("\\{[a-zA-Z]+}", "[^/]*"))) {
        assertTrue(
            EVERYWHERE.contains(status) || operation.get("responses").has(Integer.toString(status)),
            () -> "the contract has no response %d of %s %s".formatted(status, method, path));
        return;
      }
    }
  }
}
