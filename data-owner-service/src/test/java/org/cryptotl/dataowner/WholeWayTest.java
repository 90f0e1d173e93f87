package org.cryptotl.dataowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.cryptotl.dataowner.features.Features;
import org.cryptotl.dataowner.features.Vectors;
import org.cryptotl.dataowner.keys.Keys;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.rlwe.SecretKeyAccess;
import org.cryptotl.nn.format.ModelFile;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Presets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** From an upload to a prediction, with the model owner's service in another process. */
class WholeWayTest extends ServiceTest {

  private static final int INPUTS = 4;
  private static final Network NETWORK = Presets.table(INPUTS, 6, 3, new SplittableRandom(7));
  private static final String MODEL = "table";

  private static ModelOwnerProcess process;
  private static String ownerId;

  @Autowired private Features features;
  @Autowired private Keys keys;

  @BeforeAll
  static void start() throws IOException {
    process = ModelOwnerProcess.shared();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelFile.write(StoredModel.of(NETWORK), file);
    process
        .api()
        .offer(
            MODEL,
            "{\"source\":\"MODEL_FILE\",\"maxError\":0.01,\"modes\":[\"LATENCY\",\"THROUGHPUT\"]}",
            file.toByteArray());
  }

  private String owner() {
    if (ownerId == null) {
      String token = process.api().tenant("whole way", null).token();
      String request =
          "{\"name\":\"peer\",\"address\":\"%s\",\"token\":\"%s\"}"
              .formatted(process.address(), token);
      ownerId = api().post("/api/v1/model-owners", request).expect(201).json().get("id").asString();
      for (String mode : new String[] {"LATENCY", "THROUGHPUT"}) {
        api()
            .post(
                "/api/v1/keys",
                "{\"modelOwnerId\":\"%s\",\"model\":\"%s\",\"version\":1,\"mode\":\"%s\"}"
                    .formatted(ownerId, MODEL, mode))
            .expect(202);
      }
      for (JsonNode key : api().get("/api/v1/keys").json()) {
        JsonNode made =
            api()
                .await(
                    "/api/v1/keys/" + key.get("id").asString(),
                    k -> !k.get("state").asString().equals("UPLOADING"));
        assertEquals("READY", made.get("state").asString(), made::toString);
      }
    }
    return ownerId;
  }

  private static float[] row(SplittableRandom random) {
    float[] row = new float[INPUTS];
    for (int j = 0; j < INPUTS; j++) {
      row[j] = (float) random.nextInt(-9999, 9999) / 10000;
    }
    return row;
  }

  private String dataset(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("a,b,c,d,label\n");
    for (int i = 0; i < rows; i++) {
      float[] x = row(random);
      for (float v : x) {
        csv.append(String.format(Locale.ROOT, "%.4f,", v));
      }
      csv.append(x[0] + x[1] > 0 ? "benign-label" : "malign-label").append('\n');
    }
    return api()
        .upload(
            "/api/v1/datasets",
            "{\"name\":\"table\"}",
            csv.toString().getBytes(StandardCharsets.UTF_8))
        .expect(201)
        .json()
        .get("id")
        .asString();
  }

  private String extract(String dataset, String mode) {
    return api()
        .post(
            "/api/v1/feature-sets",
            "{\"datasetId\":\"%s\",\"modelOwnerId\":\"%s\",\"model\":\"%s\",\"version\":1%s}"
                .formatted(
                    dataset, owner(), MODEL, mode == null ? "" : ",\"mode\":\"" + mode + "\""))
        .expect(202)
        .json()
        .get("id")
        .asString();
  }

  private JsonNode done(String set) {
    JsonNode ended =
        api()
            .await(
                "/api/v1/feature-sets/" + set, s -> !s.get("state").asString().equals("RUNNING"));
    assertEquals("DONE", ended.get("state").asString(), ended::toString);
    return ended;
  }

  private void assertFeatures(String set, int rows, long seed) {
    Vectors vectors = features.vectors(set);
    SplittableRandom random = new SplittableRandom(seed);
    assertEquals(rows, vectors.features().length);
    for (int i = 0; i < rows; i++) {
      float[] plain = NETWORK.forward(row(random));
      for (int j = 0; j < plain.length; j++) {
        assertEquals(plain[j], vectors.features()[i][j], 0.01, "row " + i + ", seed " + seed);
      }
    }
  }

  @Test
  void features_areThoseOfThePlainNetwork_inBothModes() {
    String dataset = dataset(40, 11);
    for (String mode : new String[] {"LATENCY", "THROUGHPUT"}) {
      String set = extract(dataset, mode);
      JsonNode ended = done(set);
      assertFeatures(set, 40, 11);
      JsonNode statistics = ended.get("statistics");
      assertTrue(statistics.get("bytesSent").asLong() > 10_000, ended::toString);
      assertTrue(
          statistics.get("selfCheckDifference").asDouble()
              <= statistics.get("selfCheckBound").asDouble());
      assertTrue(api().events("/api/v1/feature-sets/" + set + "/events").contains("\"DONE\""));
    }
  }

  @Test
  void headAndPredictions_followFromFeatures() {
    String set = extract(dataset(300, 12), "THROUGHPUT");
    done(set);
    String head =
        api()
            .post("/api/v1/heads", "{\"featureSetId\":\"%s\",\"name\":\"first\"}".formatted(set))
            .expect(202)
            .json()
            .get("id")
            .asString();
    JsonNode trained =
        api().await("/api/v1/heads/" + head, h -> !h.get("state").asString().equals("TRAINING"));
    assertEquals("READY", trained.get("state").asString(), trained::toString);
    JsonNode report = trained.get("report");
    assertEquals(3, report.get("inputs").size());
    for (JsonNode input : report.get("inputs")) {
      if (input.get("input").asString().equals(report.get("chosen").asString())) {
        assertTrue(input.get("accuracy").asDouble() > 0.85, report::toString);
      }
    }
    Set<String> curve = new TreeSet<>();
    for (JsonNode point : report.get("curve")) {
      curve.add(point.get("labels").asInt() + " " + point.get("input").asString());
      assertTrue(point.get("accuracy").asDouble() <= 1, point::toString);
    }
    assertTrue(curve.size() >= 12, () -> "accuracy by number of labels and input: " + curve);
    JsonNode said =
        api()
            .post(
                "/api/v1/heads/" + head + "/predictions",
                "{\"vectors\":[[0.8123,0.7123,0,0.1],[-0.8123,-0.7123,0,0.1]]}")
            .expect(200)
            .json();
    assertEquals("benign-label", said.get("predictions").get(0).get("label").asString());
    assertEquals("malign-label", said.get("predictions").get(1).get("label").asString());
    String csv =
        api()
            .upload(
                "/api/v1/heads/" + head + "/predictions/file",
                "{}",
                "a,b,c,d\n0.8,0.7,0,0\n-0.8,-0.7,0,0\n".getBytes(StandardCharsets.UTF_8))
            .expect(200)
            .text();
    assertTrue(
        csv.startsWith("a,b,c,d,predicted,probability,milliseconds\r\n0.8,0.7,0,0,benign-label,"),
        csv);
    byte[] onnx = api().get("/api/v1/heads/" + head + "/onnx").expect(200).body();
    assertTrue(onnx.length > 50);
    api().post("/api/v1/heads/" + head + "/predictions", "{}").expect(400);
    api().post("/api/v1/heads/" + head + "/predictions", "{\"texts\":[\"a text\"]}").expect(409);
  }

  @Test
  void mode_isPickedByTheNumberOfSamples_unlessItIsForced() {
    String set = extract(dataset(120, 18), "THROUGHPUT");
    done(set);
    String head =
        api()
            .post("/api/v1/heads", "{\"featureSetId\":\"%s\",\"name\":\"modes\"}".formatted(set))
            .expect(202)
            .json()
            .get("id")
            .asString();
    api().await("/api/v1/heads/" + head, h -> h.get("state").asString().equals("READY"));
    assertEquals(1, requests(head, 1, null));
    assertEquals(1, requests(head, 3000, null));
    assertEquals(5, requests(head, 5, "LATENCY"));
    assertEquals(1, requests(head, 2, "THROUGHPUT"));
    StringBuilder rows = new StringBuilder("a,b,c,d\n");
    for (int i = 0; i < 3000; i++) {
      rows.append(i % 2 == 0 ? "0.8,0.7,0,0\n" : "-0.8,-0.7,0,0\n");
    }
    long before = evaluations("LATENCY");
    String csv =
        api()
            .upload(
                "/api/v1/heads/" + head + "/predictions/file",
                "{}",
                rows.toString().getBytes(StandardCharsets.UTF_8))
            .expect(200)
            .text();
    assertEquals(3001, csv.lines().count());
    assertEquals(1500, csv.lines().filter(l -> l.contains(",benign-label,")).count());
    assertEquals(before, evaluations("LATENCY"), "rows of a file went one by one");
  }

  private int requests(String head, int samples, String mode) {
    String vectors = String.join(",", Collections.nCopies(samples, "[0.8,0.7,0,0]"));
    return api()
        .post(
            "/api/v1/heads/" + head + "/predictions",
            "{\"vectors\":[%s]%s}"
                .formatted(vectors, mode == null ? "" : ",\"mode\":\"" + mode + "\""))
        .expect(200)
        .json()
        .get("statistics")
        .get("requests")
        .asInt();
  }

  private static long evaluations(String mode) {
    return process
        .api()
        .get("/actuator/prometheus")
        .expect(200)
        .text()
        .lines()
        .filter(line ->
            line.startsWith("cryptotl_evaluation_seconds_count")
                && line.contains("\"" + mode + "\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void cancelledExtraction_keepsWhatIsDone_andGoesOn() {
    String set = extract(dataset(200, 14), "LATENCY");
    api().await("/api/v1/feature-sets/" + set, s -> s.get("doneRows").asInt() > 5);
    api().post("/api/v1/feature-sets/" + set + "/cancel", "").expect(200);
    int requests =
        api()
            .await(
                "/api/v1/feature-sets/" + set, s -> s.get("state").asString().equals("CANCELLED"))
            .get("doneRows")
            .asInt();
    assertTrue(requests < 200);
    while (api().post("/api/v1/feature-sets/" + set + "/resume", "").status() == 409) {
      Thread.onSpinWait();
    }
    done(set);
    assertFeatures(set, 200, 14);
  }

  @Test
  void pilot_isExtendedToAllRows() {
    String dataset = dataset(60, 15);
    String set =
        api()
            .post(
                "/api/v1/feature-sets",
                "{\"datasetId\":\"%s\",\"modelOwnerId\":\"%s\",\"model\":\"%s\",\"version\":1,\"rows\":25}"
                    .formatted(dataset, owner(), MODEL))
            .expect(202)
            .json()
            .get("id")
            .asString();
    assertEquals(25, done(set).get("doneRows").asInt());
    api().post("/api/v1/feature-sets/" + set + "/resume?rows=60", "").expect(202);
    assertEquals(60, done(set).get("doneRows").asInt());
    assertFeatures(set, 60, 15);
  }

  @Test
  void deletedDataset_takesItsFeaturesAlong() {
    String dataset = dataset(20, 16);
    String set = extract(dataset, "THROUGHPUT");
    done(set);
    api().delete("/api/v1/datasets/" + dataset).expect(204);
    api().get("/api/v1/feature-sets/" + set).expect(404);
    assertFalse(Files.exists(data().resolve("features").resolve(set)));
  }

  @Test
  void pages_showAllOfIt_andClassify() {
    String dataset = dataset(120, 17);
    String set = extract(dataset, "THROUGHPUT");
    done(set);
    Browser browser = new Browser(port());
    browser.logIn(PASSWORD);
    HttpResponse<String> begun =
        browser.submit("/heads", "/heads", "name=paged&seed=1&featureSetId=" + set);
    assertEquals(200, begun.statusCode(), begun.body());
    String head = begun.uri().getPath().replace("/heads/", "");
    api().await("/api/v1/heads/" + head, h -> h.get("state").asString().equals("READY"));
    for (String page :
        List.of(
            "/",
            "/connect",
            "/keys",
            "/datasets",
            "/datasets/" + dataset,
            "/extraction",
            "/extraction/" + set,
            "/heads",
            "/heads/" + head,
            "/playground?headId=" + head,
            "/settings")) {
      HttpResponse<String> shown = browser.get(page);
      assertEquals(200, shown.statusCode(), page);
      assertTrue(shown.body().strip().endsWith("</html>"), page);
      assertFalse(shown.body().contains("https://"), "an external address on " + page);
    }
    String answer =
        browser
            .submit("/playground", "/playground", "headId=" + head + "&sample=0.9,0.8,0,0")
            .body();
    assertTrue(answer.contains("<b>benign-label</b>"), answer);
    assertTrue(answer.contains("bytes of ciphertexts went over the wire"), answer);
  }

  @Test
  void secretKey_leavesUnderAPassphraseAlone() {
    owner();
    String key = api().get("/api/v1/keys").json().get(0).get("id").asString();
    api().post("/api/v1/keys/" + key + "/export", "{\"passphrase\":\"short\"}").expect(400);
    byte[] export =
        api()
            .post("/api/v1/keys/" + key + "/export", "{\"passphrase\":\"a long passphrase\"}")
            .expect(200)
            .body();
    byte[] secret = WireWriter.toBytes(keys.codec(key).secretKey(), SecretKeyAccess.granted());
    assertFalse(
        new Leaks(export)
            .hold(Arrays.copyOfRange(secret, secret.length / 2, secret.length / 2 + 24)));
    assertTrue(export.length > secret.length);
  }

  @Test
  void exportedKey_isImported_andServesAfterTheFirstIsGone() {
    owner();
    JsonNode first = keyOf("THROUGHPUT");
    byte[] export =
        api()
            .post(
                "/api/v1/keys/" + first.get("id").asString() + "/export",
                "{\"passphrase\":\"a long passphrase\"}")
            .expect(200)
            .body();
    String request =
        "{\"passphrase\":\"%s\",\"model\":{\"modelOwnerId\":\"%s\",\"model\":\"%s\",\"version\":1,\"mode\":\"%s\"}}";
    String imports = "/api/v1/keys/imports";
    String right = request.formatted("a long passphrase", owner(), MODEL, "THROUGHPUT");
    assertEquals(
        first.get("id"), api().upload(imports, right, export).expect(202).json().get("id"));
    String wrong = request.formatted("another passphrase", owner(), MODEL, "THROUGHPUT");
    api().upload(imports, wrong, export).expect(400);
    api().upload(imports, right, "no export".getBytes(StandardCharsets.UTF_8)).expect(400);
    api().delete("/api/v1/keys/" + first.get("id").asString()).expect(200);
    JsonNode second = api().upload(imports, right, export).expect(202).json();
    assertFalse(second.get("id").equals(first.get("id")));
    awaitKey(second);
    String set = extract(dataset(10, 18), "THROUGHPUT");
    done(set);
    assertFeatures(set, 10, 18);
  }

  @Test
  void rotatedKey_isReplaced_whenTheNewOneIsUploaded() {
    owner();
    JsonNode first = keyOf("LATENCY");
    byte[] before = secret(first);
    JsonNode second =
        api().post("/api/v1/keys/" + first.get("id").asString() + "/rotate", "").expect(202).json();
    awaitKey(second);
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (api().get("/api/v1/keys/" + first.get("id").asString()).status() != 404) {
      assertTrue(System.nanoTime() < end, "the old pair is still there");
      Thread.onSpinWait();
    }
    assertFalse(Arrays.equals(before, secret(second)));
    String set = extract(dataset(5, 19), "LATENCY");
    done(set);
    assertFeatures(set, 5, 19);
  }

  private byte[] secret(JsonNode pair) {
    return WireWriter.toBytes(
        keys.codec(pair.get("id").asString()).secretKey(), SecretKeyAccess.granted());
  }

  private JsonNode keyOf(String mode) {
    for (JsonNode key : api().get("/api/v1/keys").json()) {
      JsonNode model = key.get("model");
      if (model.get("model").asString().equals(MODEL)
          && model.get("mode").asString().equals(mode)) {
        return key;
      }
    }
    throw new AssertionError("there are no keys for " + mode);
  }

  private void awaitKey(JsonNode pair) {
    JsonNode made =
        api()
            .await(
                "/api/v1/keys/" + pair.get("id").asString(),
                k -> !k.get("state").asString().equals("UPLOADING"));
    assertEquals("READY", made.get("state").asString(), made::toString);
  }

  @Test
  void savedHead_isImported_andSaysTheSame() {
    String set = extract(dataset(80, 20), "THROUGHPUT");
    done(set);
    String request =
        "{\"featureSetId\":\"%s\",\"name\":\"saved\",\"inputs\":[\"BOTH\"],\"folds\":3,\"twoLayersFrom\":60,\"epochs\":4,\"patience\":2,\"hidden\":4}"
            .formatted(set);
    String trained = api().post("/api/v1/heads", request).expect(202).json().get("id").asString();
    String events = api().events("/api/v1/heads/" + trained + "/events");
    assertTrue(events.contains("\"READY\""), events);
    JsonNode head = api().get("/api/v1/heads/" + trained).json();
    JsonNode curves = head.get("report").get("curves");
    assertTrue(curves.get("candidates").size() > 1, head::toString);
    assertTrue(curves.get("epochs").size() <= 4 && curves.get("epochs").size() > 0, head::toString);
    JsonNode wanted = predict(trained);
    String known =
        "\"name\":\"%s\",\"modelOwnerId\":\"%s\",\"model\":\"%s\",\"version\":1"
            .formatted("from elsewhere", owner(), MODEL);
    String labels = ",\"input\":\"BOTH\",\"labels\":%s".formatted(head.get("labels"));
    byte[] own = api().get("/api/v1/heads/" + trained + "/file").expect(200).body();
    byte[] onnx = api().get("/api/v1/heads/" + trained + "/onnx").expect(200).body();
    String imports = "/api/v1/heads/imports";
    JsonNode first = api().upload(imports, "{" + known + "}", own).expect(201).json();
    JsonNode second = api().upload(imports, "{" + known + labels + "}", onnx).expect(201).json();
    assertEquals(1, first.get("version").asInt());
    assertEquals(2, second.get("version").asInt());
    for (JsonNode imported : List.of(first, second)) {
      JsonNode said = predict(imported.get("id").asString());
      assertEquals(wanted.get("label"), said.get("label"));
      double expected = wanted.get("probability").asDouble();
      assertEquals(expected, said.get("probability").asDouble(), 0.01);
    }
    api().upload(imports, "{" + known + "}", onnx).expect(400);
    api().upload(imports, "{" + known + ",\"input\":\"FEATURES\"}", own).expect(409);
    api().upload(imports, "{" + known + ",\"labels\":[\"one\"]}", own).expect(400);
    api().upload(imports, "{" + known + "}", new byte[] {1, 2, 3}).expect(400);
  }

  private JsonNode predict(String head) {
    return api()
        .post("/api/v1/heads/" + head + "/predictions", "{\"vectors\":[[0.8123,0.7123,0,0.1]]}")
        .expect(200)
        .json()
        .get("predictions")
        .get(0);
  }

  @Test
  void wrongTokenOrAddress_isExplained() {
    String request = "{\"name\":\"x\",\"address\":\"%s\",\"token\":\"wrong\"}";
    String detail =
        api()
            .post("/api/v1/model-owners", request.formatted(process.address()))
            .expect(502)
            .json()
            .get("detail")
            .asString();
    assertTrue(detail.contains("does not accept the token"), detail);
    api().post("/api/v1/model-owners", request.formatted("http://127.0.0.1:1")).expect(502);
  }
}
