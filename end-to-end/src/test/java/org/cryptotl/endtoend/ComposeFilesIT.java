package org.cryptotl.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the compose files say, before anything is started. */
class ComposeFilesIT {

  private static final Path EXAMPLE = Path.of("..", ".env.example");

  @TempDir private Path folder;

  @BeforeAll
  static void engine() {
    Engine.assumeThere();
  }

  /** Reads a file and those beneath it, with secrets of an own file only. */
  private static Engine.Ended config(Path secrets, String file) {
    List<String> command =
        Engine.command("compose", "--env-file", secrets.toString(), "-f", "docker-compose.yml");
    if (!file.equals("docker-compose.yml")) {
      command.addAll(List.of("-f", file));
    }
    command.addAll(List.of("config", "--format", "json"));
    return Engine.run(Map.of(), command);
  }

  /** The file that the lines in the example make. */
  private Path made() throws IOException {
    String lines =
        Files.readAllLines(EXAMPLE).stream()
            .filter(line -> line.startsWith("#   "))
            .map(line -> line.substring(1))
            .collect(Collectors.joining("\n"));
    List<String> command = new ArrayList<>(List.of("bash", "-ec"));
    command.add("cd \"$0\"\n" + lines);
    command.add(folder.toAbsolutePath().toString());
    Engine.Ended ended = Engine.run(Map.of(), command);
    assertEquals(0, ended.status(), ended.output());
    return folder.resolve(".env").toAbsolutePath();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-compose.yml", "compose.cluster.yml", "compose.admin.yml"})
  void withoutSecrets_nothingStarts(String file) {
    Engine.Ended ended = config(EXAMPLE.toAbsolutePath().normalize(), file);
    assertNotEquals(0, ended.status());
    assertTrue(
        ended.output().matches("(?s).*CRYPTOTL_\\w+ is missing a value: set it in \\.env.*"),
        ended.output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker-compose.yml", "compose.cluster.yml", "compose.admin.yml"})
  void withSecretsAsTheExampleMakesThem_allIsSet(String file) throws IOException {
    Engine.Ended ended = config(made(), file);
    assertEquals(0, ended.status(), ended.output());
  }

  @Test
  void secretsOfTheExample_areReadableByTheirOwnerOnly() throws IOException {
    Path made = made();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
  }

  @Test
  void administration_isPublishedOnLoopbackOnly() throws IOException {
    Engine.Ended ended = config(made(), "compose.admin.yml");
    JsonNode ports =
        new JsonMapper()
            .readTree(ended.output())
            .path("services")
            .path("model-owner")
            .path("ports");
    assertEquals(1, ports.size());
    assertEquals("127.0.0.1", ports.path(0).path("host_ip").asString());
  }
}
