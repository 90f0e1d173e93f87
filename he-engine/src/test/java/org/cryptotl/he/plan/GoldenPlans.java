package org.cryptotl.he.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.io.ManifestHash;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.manifest.Manifest;

/**
 * Writes {@code golden-plans.json}: three small networks with inputs, outputs and manifests, which
 * {@link GoldenPlansTest} holds the planner to. A change of the planner or of its cost model that
 * chooses other plans changes manifests; then, and only then, write the file again from the
 * project's root, after {@code mvn test-compile}:
 *
 * <pre>
 * java --add-modules jdk.incubator.vector -cp he-engine/target/classes:he-engine/target/test-classes \
 *     org.cryptotl.he.plan.GoldenPlans he-engine/src/test/resources/org/cryptotl/he/plan
 * </pre>
 *
 * <p>Networks and inputs stay the same, so the difference shows what became of the plans.
 */
final class GoldenPlans {

  static final String FILE = "golden-plans.json";

  private GoldenPlans() {}

  /** A network and what is wanted of its plan. */
  private record Golden(
      String id, String mode, int batch, List<Step> network, List<double[]> inputs) {}

  /**
   * Writes the file.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    Random random = new Random(20);
    List<Golden> all =
        List.of(
            new Golden(
                "cubic, one sample",
                "latency",
                1,
                coarse(Networks.dense(random, Networks.CUBIC, 8, 6, 5)),
                inputs(random, 1, 8)),
            new Golden(
                "two squares, four samples",
                "latency",
                4,
                coarse(Networks.dense(random, Networks.SQUARE, 7, 6, 5, 4)),
                inputs(random, 4, 7)),
            new Golden(
                "convolution and Chebyshev polynomial, a batch",
                "throughput",
                1,
                coarse(convolution(random)),
                inputs(random, 3, 10)));
    String json =
        all.stream().map(GoldenPlans::json).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    Files.writeString(Path.of(args[0], FILE), json);
  }

  private static List<Step> convolution(Random random) {
    Map<Integer, double[]> diagonals = new HashMap<>();
    for (int k = 0; k < 3; k++) {
      double[] diagonal = new double[8];
      Arrays.fill(diagonal, random.nextDouble(-1, 1));
      diagonals.put(k, diagonal);
    }
    return List.of(
        new Affine(Matrix.diagonals(8, 10, diagonals), new double[8]),
        new Activation(8, Networks.QUINTIC),
        Networks.layer(random, 8, 3));
  }

  private static List<double[]> inputs(Random random, int count, int entries) {
    double[][] inputs = Networks.samples(random, count, entries, 0, 1);
    Arrays.stream(inputs).forEach(row -> Arrays.setAll(row, i -> coarse(row[i])));
    return List.of(inputs);
  }

  /** The same network with weights of few digits. */
  private static List<Step> coarse(List<Step> network) {
    List<Step> steps = new ArrayList<>();
    for (Step step : network) {
      steps.add(
          switch (step) {
            case Affine affine -> {
              double[][] rows = rows(affine.matrix());
              Arrays.stream(rows).forEach(row -> Arrays.setAll(row, i -> coarse(row[i])));
              double[] bias = Arrays.stream(affine.bias()).map(GoldenPlans::coarse).toArray();
              yield new Affine(Matrix.dense(rows), bias);
            }
            case Activation activation -> activation;
          });
    }
    return steps;
  }

  private static double coarse(double x) {
    return Math.rint(x * 1000) / 1000;
  }

  private static double[][] rows(Matrix matrix) {
    double[][] rows = new double[matrix.rows()][matrix.columns()];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < rows[i].length; k++) {
        rows[i][k] = matrix.at(i, k);
      }
    }
    return rows;
  }

  static Plan plan(String mode, int batch, List<Step> network) {
    Goal goal = Goal.ofRange(0, 1).withBatch(batch);
    return mode.equals("latency")
        ? Planner.latency(network, goal).plan()
        : Planner.throughput(network, goal).plan();
  }

  private static String json(Golden golden) {
    Manifest manifest = plan(golden.mode(), golden.batch(), golden.network()).manifest();
    double[][] inputs = golden.inputs().toArray(double[][]::new);
    double[][] outputs = new double[inputs.length][];
    Arrays.setAll(outputs, j -> Folding.apply(golden.network(), inputs[j]));
    return """
      {
        "id": "%s",
        "mode": "%s",
        "batch": %d,
        "steps": [
    %s
        ],
        "inputs": %s,
        "outputs": %s,
        "manifest": "%s",
        "manifestSha256": "%s"
      }\
    """
        .formatted(
            golden.id(),
            golden.mode(),
            golden.batch(),
            golden.network().stream()
                .map(GoldenPlans::json)
                .collect(Collectors.joining(",\n      ", "      ", "")),
            Arrays.deepToString(inputs),
            Arrays.deepToString(outputs),
            HexFormat.of().formatHex(WireWriter.toBytes(manifest)),
            ManifestHash.of(manifest));
  }

  private static String json(Step step) {
    return switch (step) {
      case Affine affine ->
          "{\"matrix\": %s, \"bias\": %s}"
              .formatted(
                  Arrays.deepToString(rows(affine.matrix())), Arrays.toString(affine.bias()));
      case Activation(int size, Polynomial p) -> {
        double[] coefficients = new double[p.degree() + 1];
        Arrays.setAll(coefficients, p::coefficient);
        yield "{\"size\": %d, \"basis\": \"%s\", \"from\": %s, \"to\": %s, \"coefficients\": %s}"
            .formatted(size, p.basis(), p.from(), p.to(), Arrays.toString(coefficients));
      }
    };
  }
}
