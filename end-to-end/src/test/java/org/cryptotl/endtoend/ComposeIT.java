package org.cryptotl.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cryptotl.nn.format.ModelFile;
import org.cryptotl.nn.format.StoredModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code docker-compose.yml}: both parties in containers, from nothing to predictions. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ComposeIT {

  private static final String MODEL_OWNER = "model-owner-1";
  private static final int ROWS = 800;
  private static final int OTHERS = 40;
  private static final long MOST_WEIGHTS = 10_000_000;

  private static ComposedParties parties;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    Engine.assumeThere();
    parties = new ComposedParties("composeit", "docker-compose.yml");
  }

  @AfterAll
  static void stop() throws IOException {
    if (parties != null) {
      parties.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ComposedParties.DATA_OWNER, MODEL_OWNER})
  void containers_runWithoutAnyRight(String service) {
    assertEquals("10001:10001", parties.inspect(service, "{{.Config.User}}"));
    assertEquals("true", parties.inspect(service, "{{.HostConfig.ReadonlyRootfs}}"));
    assertNotEquals("0", parties.inspect(service, "{{.HostConfig.Memory}}"));
    String status =
        ComposedParties.done(
            Engine.docker("exec", parties.id(service), "cat", "/proc/self/status"));
    assertTrue(status.matches("(?s).*CapBnd:\\s+0+\\n.*"), status);
    assertTrue(status.matches("(?s).*NoNewPrivs:\\s+1\\n.*"), status);
    assertNotEquals(
        0, Engine.docker("exec", parties.id(service), "touch", "/service/new").status());
  }

  @Test
  void dataOwner_isPublishedOnLoopbackOnly() {
    String ports =
        ComposedParties.done(Engine.docker("port", parties.id(ComposedParties.DATA_OWNER)));
    assertTrue(ports.matches("8080/tcp -> 127\\.0\\.0\\.1:\\d+"), ports);
  }

  @Test
  void modelOwner_cannotBeReachedFromHere() throws Exception {
    assertEquals("", ComposedParties.done(Engine.docker("port", parties.id(MODEL_OWNER))));
    String network =
        parties.inspect(
            MODEL_OWNER, "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}");
    assertEquals(
        "true",
        ComposedParties.done(
            Engine.docker("network", "inspect", "--format", "{{.Internal}}", network)));
    InetAddress container =
        InetAddress.ofLiteral(
            parties.inspect(
                MODEL_OWNER, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"));
    // Whatever else may listen there, only this model owner knows the token.
    Api inside = parties.modelOwner(MODEL_OWNER);
    assertTrue(inside.get("/api/v1/models").path("models").isArray());
    assertFalse(answers(container), "the model owner answers at " + container);
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      for (InterfaceAddress address : each.getInterfaceAddresses()) {
        assertFalse(isNeighbour(address, container), each + " is in the parties' network");
        assertFalse(answers(address.getAddress()), "the model owner answers at " + address);
      }
    }
  }

  private static boolean answers(InetAddress address) {
    String host = address.getHostAddress().replaceAll("%.*", "");
    String literal = address instanceof Inet6Address ? "[" + host + "]" : host;
    try {
      parties.modelOwnerAt("http://" + literal + ":8081").get("/api/v1/models");
      return true;
    } catch (DemoException | JacksonException _) {
      return false;
    }
  }

  private static boolean isNeighbour(InterfaceAddress own, InetAddress other) {
    byte[] one = own.getAddress().getAddress();
    byte[] two = other.getAddress();
    if (one.length != two.length) {
      return false;
    }
    int shift = one.length * Byte.SIZE - own.getNetworkPrefixLength();
    return new BigInteger(1, one)
        .shiftRight(shift)
        .equals(new BigInteger(1, two).shiftRight(shift));
  }

  @Test
  void wholeLife_goesOnThroughRestartsOfBoth() throws IOException {
    Prepared prepared = Prepared.of(parties, MODEL_OWNER, folder);
    JsonNode dataset = prepared.dataset(ROWS, folder);

    String set = prepared.data().extract(prepared.owner(), prepared.offered(), dataset);
    long before = prepared.awaitRows(set, 0);
    parties.restart(MODEL_OWNER);
    before = prepared.awaitRows(set, before);
    parties.kill(ComposedParties.DATA_OWNER);
    parties.start(ComposedParties.DATA_OWNER);
    assertTrue(prepared.doneRows(set) >= before, "rows that were done are lost");
    JsonNode features = prepared.awaitDone(set);
    assertEquals(ROWS, features.path("doneRows").asInt());
    assertEquals(ROWS, features.path("rows").asInt());

    JsonNode head =
        prepared.data().head(features, "with transfer", List.of("FEATURES"), Prepared.bar());
    List<Sample> others = SmallTexts.of(Prepared.OTHER_TEXTS + ROWS, OTHERS);
    List<String> texts = others.stream().map(Sample::text).toList();
    Classified encrypted = prepared.data().classify(head, texts, Prepared.bar());
    List<String> names = dataset.path("labels").valueStream().map(JsonNode::asString).toList();
    Score score = Score.of(others.stream().map(Sample::label).toList(), encrypted.labels(), names);
    assertTrue(score.accuracy() > 0.9, score.toString());

    Agreement agreement = Agreement.of(encrypted, plain(prepared, head, texts), names);
    assertEquals(OTHERS, agreement.sameLabels(), agreement.toString());
    assertTrue(agreement.largestDifference() < 0.05, agreement.toString());
  }

  /** The same in plain, with the network from the model owner's volume. */
  private static double[][] plain(Prepared prepared, JsonNode head, List<String> texts)
      throws IOException {
    JsonNode version = prepared.version();
    StoredModel base;
    try (InputStream in =
        parties.file(
            MODEL_OWNER,
            "/data/blobs/models/%s/%d/model"
                .formatted(ModelOwnerSide.MODEL, version.path("version").asInt()))) {
      base = ModelFile.read(in, MOST_WEIGHTS);
    }
    JsonNode card = version.path("card");
    PlainTwin twin =
        new PlainTwin(
            base, card.path("low").asDouble(), card.path("high").asDouble(), texts, Prepared.bar());
    return twin.probabilities(
        prepared.data().onnx(head), head.path("report").path("chosen").asString());
  }
}
