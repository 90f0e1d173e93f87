package org.cryptotl.dataowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The contract names the operations that are served, no more and no fewer. */
class ContractTest extends ServiceTest {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private static Set<String> operations(Map<?, ?> document) {
    Set<String> operations = new TreeSet<>();
    ((Map<?, ?>) document.get("paths"))
        .forEach((path, item) ->
            ((Map<?, ?>) item)
                .keySet().stream()
                    .map(String::valueOf)
                    .filter(METHODS::contains)
                    .forEach(m -> operations.add(path + " " + m.toUpperCase(Locale.ROOT))));
    return operations;
  }

  @Test
  void servedOperations_areThoseOfTheContract() {
    String contract = api().as(null).get("/openapi/data-owner.yaml").expect(200).text();
    String served = api().as(null).get("/v3/api-docs").expect(200).text();
    Set<String> wanted = operations(new Yaml().<Map<?, ?>>load(contract));
    assertTrue(wanted.size() > 20, wanted::toString);
    assertEquals(wanted, operations(new Yaml().<Map<?, ?>>load(served)));
  }
}
