package org.cryptotl.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code compose.cluster.yml}: three evaluators that share a PostgreSQL. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

  private static final String FIRST = "model-owner-1";
  private static final String SECOND = "model-owner-2";
  private static final String THIRD = "model-owner-3";
  private static final String DATABASE = "postgres-1";
  private static final int ROWS = 600;
  private static final int OTHERS = 20;

  private static ComposedParties parties;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    Engine.assumeThere();
    parties = new ComposedParties("clusterit", "docker-compose.yml", "compose.cluster.yml");
  }

  @AfterAll
  static void stop() throws IOException {
    if (parties != null) {
      parties.close();
    }
  }

  @Test
  @Order(1)
  void evaluatorThatIsKilled_losesNothing() throws IOException {
    Prepared prepared = Prepared.of(parties, FIRST, folder);
    JsonNode dataset = prepared.dataset(ROWS, folder);

    String set = prepared.data().extract(prepared.owner(), prepared.offered(), dataset);
    long before = prepared.awaitRows(set, 0);
    parties.kill(SECOND);
    prepared.awaitRows(set, before);
    JsonNode features = prepared.awaitDone(set);
    assertEquals(ROWS, features.path("doneRows").asInt());
    assertEquals("exited", parties.inspect(SECOND, "{{.State.Status}}"));

    // The others have done the rest, and go on.
    JsonNode head =
        prepared.data().head(features, "with transfer", List.of("FEATURES"), Prepared.bar());
    List<Sample> others = SmallTexts.of(Prepared.OTHER_TEXTS + ROWS, OTHERS);
    Classified classified =
        prepared.data().classify(head, others.stream().map(Sample::text).toList(), Prepared.bar());
    List<String> names = dataset.path("labels").valueStream().map(JsonNode::asString).toList();
    Score score = Score.of(others.stream().map(Sample::label).toList(), classified.labels(), names);
    assertTrue(score.accuracy() > 0.9, score.toString());
    for (String service : List.of(FIRST, THIRD)) {
      assertTrue(evaluations(service) > 0, service + " has evaluated nothing");
    }
  }

  @Test
  @Order(2)
  void databaseThatIsStopped_endsByItself() {
    parties.stop(DATABASE);
    assertEquals("0", parties.inspect(DATABASE, "{{.State.ExitCode}}"));
    // It also ends once while it is made.
    String log = parties.log(DATABASE);
    String last = log.substring(log.lastIndexOf("ready to accept connections"));
    assertTrue(last.contains("database system is shut down"), log);
  }

  /** How many requests an evaluator has answered. */
  private static double evaluations(String service) {
    return new String(
            parties.modelOwner(service).bytes("/actuator/prometheus"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("cryptotl_evaluation_seconds_count"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
