package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.cryptotl.nn.format.ModelFile;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.layer.MaxPool1D;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Reshape;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.onnx.OnnxWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class VersionTest extends ServiceTest {

  private static final String TRAINING =
      """
      {"source": "CSV", "low": -1, "high": 2, "maxError": 0.01, "modes": ["LATENCY"],
       "training": {"labelColumn": "label", "preset": "TABLE", "hidden": 8, "features": 4,
                    "epochs": %d, "patience": 10000, "learningRate": 0.01, "scaler": "MIN_MAX"%s}}
      """;

  private JsonNode made(String model, String request, byte[] file) {
    int version =
        admin().createVersion(model, request, file).expect(202).json().get("version").asInt();
    String path = "/api/v1/models/%s/versions/%d".formatted(model, version);
    String events = admin().events(path + "/events");
    assertTrue(events.contains("event:progress"), events);
    return admin().get(path).expect(200).json();
  }

  @Test
  void training_learnsAndSaysSo() {
    JsonNode version = made(name("trained"), TRAINING.formatted(20, ""), SmallModel.csv(400));
    assertEquals("READY", version.get("state").asString(), version::toString);
    assertEquals(20, version.get("epochs").size());
    JsonNode card = version.get("card");
    assertEquals(3, card.get("inputs").asInt());
    assertEquals(4, card.get("outputs").asInt());
    assertEquals("MIN_MAX", card.get("scaler").get("kind").asString());
    assertTrue(card.get("training").get("validationAccuracy").asDouble() > 0.85, card::toString);
    assertTrue(card.get("training").get("validationF1").asDouble() > 0.8, card::toString);
    assertTrue(card.get("training").get("validationKappa").asDouble() > 0.6, card::toString);
    JsonNode mode = card.get("modes").get(0);
    assertTrue(mode.get("securityBits").asInt() >= 128);
    assertTrue(mode.get("measuredMillis").asDouble() > 0, card::toString);
    double error = mode.get("measuredError").asDouble();
    assertTrue(error > 0 && error <= mode.get("errorBound").asDouble(), card::toString);
  }

  private static final String LAYERS =
      """
      {"source": "CSV", "low": -1, "high": 1, "maxError": 0.01, "modes": ["LATENCY"],
       "training": {"labelColumn": "label", "epochs": 15, "learningRate": 0.02%s,
         "layers": [
           {"type": "RESHAPE", "shape": [1, 3]},
           {"type": "CONV_1D", "filters": 2, "size": 3, "padding": "SAME", "bias": false},
           {"type": "FLATTEN"},
           {"type": "DENSE", "outputs": 6},
           {"type": "POLYNOMIAL", "coefficients": [0, 0.5, 0.25], "from": -4, "to": 4},
           {"type": "DROPOUT", "rate": 0.1},
           {"type": "DENSE", "outputs": 5}]}}
      """;

  @Test
  void ownLayers_areTrainedFoldByFold() {
    JsonNode version =
        made(
            name("layers"),
            LAYERS.formatted(
                ", \"folds\": 3, \"classWeights\": {\"yes\": 2}, \"l2\": 1e-4,"
                    + " \"featureDropout\": 0.1, \"normalizedFeatures\": true"),
            SmallModel.csv(300));
    assertEquals("READY", version.get("state").asString(), version::toString);
    JsonNode card = version.get("card");
    assertEquals(5, card.get("outputs").asInt());
    JsonNode folds = card.get("training").get("folds");
    assertEquals(3, folds.size());
    for (JsonNode fold : folds) {
      assertTrue(fold.get("validationAccuracy").asDouble() > 0.75, card::toString);
    }
    List<Integer> told = new ArrayList<>();
    version.get("epochs").forEach(e -> told.add(e.get("fold").asInt()));
    assertEquals(Set.of(0, 1, 2, 3), Set.copyOf(told));
    assertEquals(0, told.getLast());
  }

  @Test
  void layersThatDoNotFit_areNamed() {
    JsonNode version =
        made(
            name("layers"),
            LAYERS.formatted("").replace("{\"type\": \"FLATTEN\"},", ""),
            SmallModel.csv(40));
    assertEquals("FAILED", version.get("state").asString());
    assertTrue(
        version.get("failure").asString().startsWith("training.layers[2] (DENSE)"),
        version::toString);
  }

  @Test
  void requestsThatContradictThemselves_areRefused() {
    for (String more :
        new String[] {
          ", \"preset\": \"TABLE\"",
          ", \"balanced\": true, \"classWeights\": {\"yes\": 2}",
          ", \"folds\": 1",
          ", \"classWeights\": {\"yes\": -2}",
          ", \"balanced\": true, \"privacy\": {\"epsilon\": 4, \"delta\": 1e-4}"
        }) {
      ProblemTest.assertProblem(
          400,
          "invalid-request",
          admin().createVersion(name("wrong"), LAYERS.formatted(more), SmallModel.csv(40)));
    }
    ProblemTest.assertProblem(
        400,
        "invalid-request",
        admin()
            .createVersion(
                name("wrong"),
                LAYERS.formatted("").replace(", \"outputs\": 5", ""),
                SmallModel.csv(40)));
  }

  /** More epochs than a row of a database had room for, once. */
  @Test
  void manyEpochs_areTold() {
    JsonNode version =
        made(
            name("long"),
            TRAINING.formatted(1200, "").replace("\"epochs\"", "\"batchSize\": 40, \"epochs\""),
            SmallModel.csv(40));
    assertEquals("READY", version.get("state").asString(), version::toString);
    JsonNode epochs = version.get("epochs");
    assertEquals(1020, epochs.size());
    assertEquals(1200, epochs.get(1019).get("number").asInt());
  }

  @Test
  void privateTraining_statesWhatWasSpent() {
    String request =
        TRAINING
            .formatted(3, ", \"privacy\": {\"epsilon\": 4, \"delta\": 1e-4}")
            .replace("MIN_MAX", "NONE");
    JsonNode version = made(name("private"), request, SmallModel.csv(400));
    assertEquals("READY", version.get("state").asString(), version::toString);
    double epsilon = version.get("card").get("training").get("epsilon").asDouble();
    assertTrue(epsilon > 0 && epsilon <= 4, () -> "epsilon " + epsilon);
  }

  @Test
  void privacyWithAScaler_isRefused() {
    Api.Answer answer =
        admin()
            .createVersion(
                name("private"),
                TRAINING.formatted(3, ", \"privacy\": {\"epsilon\": 4, \"delta\": 1e-4}"),
                SmallModel.csv(40));
    ProblemTest.assertProblem(400, "invalid-request", answer);
    assertTrue(answer.text().contains("a scaler"), answer::text);
  }

  @Test
  void cancelledTraining_ends() {
    String model = name("cancelled");
    admin().createVersion(model, TRAINING.formatted(10_000, ""), SmallModel.csv(2000)).expect(202);
    String path = "/api/v1/models/%s/versions/1".formatted(model);
    admin().await(path, v -> v.get("epochs").size() > 0);
    admin().post(path + "/cancel", "").expect(200);
    int epochs = admin().get(path).json().get("epochs").size();
    admin().delete(path).expect(204);
    admin().get(path).expect(404);
    assertTrue(epochs < 10_000);
    int next =
        admin()
            .createVersion(model, SmallModel.IMPORT, SmallModel.file())
            .json()
            .get("version")
            .asInt();
    assertEquals(2, next);
  }

  @Test
  void badRowOfATable_isNamedByItsLine() {
    byte[] csv = "a,label\n1,x\nfoo,y\n".getBytes(StandardCharsets.UTF_8);
    JsonNode version = made(name("bad"), TRAINING.formatted(3, ""), csv);
    assertEquals("FAILED", version.get("state").asString());
    assertTrue(version.get("failure").asString().contains("line 3"), version::toString);
  }

  @Test
  void layerThatCannotBeEvaluated_isNamedWithARemedy() throws IOException {
    Network pooled = Network.of(Shape.of(6), new Reshape(Shape.of(1, 6)), MaxPool1D.valid(2, 2));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelFile.write(StoredModel.of(pooled), file);
    JsonNode version = made(name("pooled"), SmallModel.IMPORT, file.toByteArray());
    assertEquals("FAILED", version.get("state").asString());
    assertTrue(version.get("failure").asString().contains("average pooling"), version::toString);
  }

  @Test
  void importedOnnx_isPlannedLikeTheModelFile() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    OnnxWriter.write(SmallModel.NETWORK, file);
    JsonNode version =
        made(name("onnx"), SmallModel.IMPORT.replace("MODEL_FILE", "ONNX"), file.toByteArray());
    assertEquals("READY", version.get("state").asString(), version::toString);
    assertEquals(4, version.get("card").get("inputs").asInt());
    assertEquals(2, version.get("card").get("modes").size());
  }

  @Test
  void authorsText_isImported() {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder("Conv1d layer with 1 filters of size 3:\nFilter 0\n");
    append(text, random, 3);
    for (int size : new int[] {6, 4}) {
      text.append("Dense layer of dimension (%d, %d):%n".formatted(size, size));
      for (int c = 0; c < size; c++) {
        text.append("Columns %d%n".formatted(c));
        append(text, random, size);
      }
      text.append("Bias\n");
      append(text, random, size);
    }
    JsonNode version =
        made(
            name("authors"),
            SmallModel.IMPORT.replace("MODEL_FILE", "AUTHORS_TEXT"),
            text.toString().getBytes(StandardCharsets.UTF_8));
    assertEquals("READY", version.get("state").asString(), version::toString);
    assertEquals(6, version.get("card").get("inputs").asInt());
    assertEquals(4, version.get("card").get("outputs").asInt());
  }

  private static void append(StringBuilder text, SplittableRandom random, int count) {
    for (int i = 0; i < count; i++) {
      text.append("%f%n".formatted(random.nextDouble(-0.5, 0.5)));
    }
  }

  /** As browsers and curl send forms. */
  @Test
  void requestWithoutAMediaType_isReadAsJson() {
    admin().createVersion(name("form"), SmallModel.IMPORT, "", SmallModel.file()).expect(202);
    ProblemTest.assertProblem(
        400,
        "malformed-request",
        admin().createVersion(name("form"), "{\"source\"", "", SmallModel.file()));
  }

  @Test
  void nonsense_failsByName() {
    JsonNode version =
        made(name("nonsense"), SmallModel.IMPORT, "nonsense".getBytes(StandardCharsets.UTF_8));
    assertEquals("FAILED", version.get("state").asString());
    assertTrue(version.get("failure").asString().contains("CTNN"), version::toString);
  }
}
