package org.cryptotl.he.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.io.ManifestHash;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.manifest.Manifest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stored networks are planned as they were, and give their stored outputs in plain and encrypted.
 * {@link GoldenPlans} says how the file is written again.
 */
@Tag("once")
class GoldenPlansTest {

  private static final double PLAIN_TOLERANCE = 1e-12;

  static Stream<String> ids() {
    return nodes().map(node -> node.get("id").asString());
  }

  private static Stream<JsonNode> nodes() {
    try (InputStream in = GoldenPlansTest.class.getResourceAsStream(GoldenPlans.FILE)) {
      return StreamSupport.stream(new JsonMapper().readTree(in).spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void network_hasItsStoredManifestAndOutputs(String id) {
    JsonNode golden =
        nodes().filter(node -> node.get("id").asString().equals(id)).findFirst().orElseThrow();
    List<Step> network = new ArrayList<>();
    golden.get("steps").forEach(step -> network.add(step(step)));
    double[][] inputs = rows(golden.get("inputs"));
    double[][] outputs = rows(golden.get("outputs"));

    Plan plan =
        GoldenPlans.plan(golden.get("mode").asString(), golden.get("batch").asInt(), network);
    byte[] stored = HexFormat.of().parseHex(golden.get("manifest").asString());
    Manifest manifest = WireReader.manifest(stored, 16);
    assertEquals(manifest, plan.manifest());
    assertArrayEquals(stored, WireWriter.toBytes(plan.manifest()));
    assertEquals(golden.get("manifestSha256").asString(), ManifestHash.of(manifest));

    Parties parties = new Parties(network, plan);
    double[][] plain = parties.plain(inputs);
    double[][] decrypted = parties.outputs(inputs);
    for (int j = 0; j < outputs.length; j++) {
      assertArrayEquals(outputs[j], plain[j], PLAIN_TOLERANCE);
      assertArrayEquals(outputs[j], decrypted[j], manifest.precision().errorBound());
    }
  }

  private static Step step(JsonNode step) {
    if (step.has("matrix")) {
      return new Affine(Matrix.dense(rows(step.get("matrix"))), numbers(step.get("bias")));
    }
    double[] coefficients = numbers(step.get("coefficients"));
    Polynomial polynomial =
        step.get("basis").asString().equals("POWERS")
            ? Polynomial.powers(coefficients)
            : Polynomial.chebyshev(
                step.get("from").asDouble(), step.get("to").asDouble(), coefficients);
    return new Activation(step.get("size").asInt(), polynomial);
  }

  private static double[][] rows(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(GoldenPlansTest::numbers)
        .toArray(double[][]::new);
  }

  private static double[] numbers(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
