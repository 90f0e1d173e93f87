package org.cryptotl.dataowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.cryptotl.dataowner.features.Features;
import org.cryptotl.dataowner.features.Vectors;
import org.cryptotl.dataowner.keys.Keys;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.rlwe.SecretKeyAccess;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/**
 * All that leaves towards a model owner is recorded, from the connection to predictions on texts,
 * and searched for what must not leave.
 */
class TrafficTest extends ServiceTest {

  private static final String MODEL = "words";
  private static final List<String> LABELS = List.of("praiselabel", "complaintlabel");
  private static final List<String> PRAISE =
      List.of("marvellous", "delightful", "splendid", "wonderful", "superb");
  private static final List<String> COMPLAINT =
      List.of("dreadful", "abominable", "deplorable", "atrocious", "appalling");
  private static final List<String> THINGS =
      List.of("marmalade", "locomotive", "harpsichord", "trampoline", "rhododendron", "umbrella");

  /** Bytes of a secret key that are looked for: shorter ones may be there by chance. */
  private static final int PIECE = 24;

  @Autowired private Features features;
  @Autowired private Keys keys;

  private static String text(int i) {
    List<String> words = i % 2 == 0 ? PRAISE : COMPLAINT;
    return "the %s number %d was %s and %s"
        .formatted(THINGS.get(i % THINGS.size()), i, words.get(i % 5), words.get((i / 5 + 1) % 5));
  }

  private static byte[] csv(int rows) {
    StringBuilder csv = new StringBuilder("text,label\n");
    for (int i = 0; i < rows; i++) {
      csv.append(text(i)).append(',').append(LABELS.get(i % 2)).append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String post(String path, String body, int status) {
    return api().post(path, body).expect(status).json().get("id").asString();
  }

  private JsonNode await(String path, String busy, String wanted) {
    JsonNode ended = api().await(path, r -> !r.get("state").asString().equals(busy));
    assertEquals(wanted, ended.get("state").asString(), ended::toString);
    return ended;
  }

  @Test
  void nothingLeaves_butCiphertextsKeysAndNames() {
    ModelOwnerProcess modelOwner = ModelOwnerProcess.shared();
    modelOwner
        .api()
        .offer(
            MODEL,
            """
            {"source": "CSV", "maxError": 0.02, "batch": 8, "modes": ["LATENCY"],
             "training": {"labelColumn": "label", "textColumn": "text", "encoder": "MINI_LM",
                          "preset": "TABLE", "hidden": 16, "features": 8, "epochs": 5}}
            """,
            csv(60));
    Api tenant = modelOwner.api().tenant("traffic", null);
    try (Recorder recorder = new Recorder(modelOwner.address())) {
      String owner =
          post(
              "/api/v1/model-owners",
              "{\"name\":\"traffic\",\"address\":\"%s\",\"token\":\"%s\"}"
                  .formatted(recorder.address(), tenant.token()),
              201);
      String dataset =
          api()
              .upload("/api/v1/datasets", "{\"name\":\"notes\"}", csv(60))
              .expect(201)
              .json()
              .get("id")
              .asString();
      String model =
          "\"modelOwnerId\":\"%s\",\"model\":\"%s\",\"version\":1,\"mode\":\"LATENCY\""
              .formatted(owner, MODEL);
      await("/api/v1/keys/" + post("/api/v1/keys", "{" + model + "}", 202), "UPLOADING", "READY");
      String set =
          post("/api/v1/feature-sets", "{\"datasetId\":\"%s\",%s}".formatted(dataset, model), 202);
      await("/api/v1/feature-sets/" + set, "RUNNING", "DONE");
      String head =
          post(
              "/api/v1/heads",
              "{\"featureSetId\":\"%s\",\"name\":\"traffic\",\"inputs\":[\"BOTH\"]}".formatted(set),
              202);
      await("/api/v1/heads/" + head, "TRAINING", "READY");
      JsonNode said =
          api()
              .post(
                  "/api/v1/heads/" + head + "/predictions",
                  "{\"texts\":[\"a marvellous rhododendron\"]}")
              .expect(200)
              .json();
      assertTrue(said.get("statistics").get("bytesSent").asLong() > 10_000);

      Journey table = Journey.begin(api(), modelOwner, recorder.address(), "traffic of a table");
      table.keys("THROUGHPUT");
      String tableSet = table.extract(table.dataset(100, 71), "THROUGHPUT");
      table.done(tableSet);

      Leaks sent = new Leaks(recorder.sent());
      assertTrue(sent.hold(tenant.token()), "headers were recorded");
      assertTrue(sent.size() > said.get("statistics").get("bytesSent").asLong(), "bodies too");
      assertNothingOfTexts(sent);
      assertNothingOfVectors(sent, features.vectors(set));
      assertNothingOfVectors(sent, features.vectors(tableSet));
      assertNothingOfKeys(sent, List.of(owner, table.owner()));
    }
  }

  private static void assertNothingOfTexts(Leaks sent) {
    for (List<String> words : List.of(LABELS, PRAISE, COMPLAINT, THINGS)) {
      words.forEach(word -> assertFalse(sent.hold(word), word));
    }
    assertFalse(sent.hold(text(0)), text(0));
    assertFalse(sent.hold("benign-label"), "a label");
  }

  private static void assertNothingOfVectors(Leaks sent, Vectors vectors) {
    for (int i = 0; i < 2; i++) {
      float[] embedding = vectors.embeddings()[i];
      float[] row = vectors.features()[i];
      int middle = embedding.length / 2;
      assertFalse(sent.hold(embedding[0], embedding[1]), "an embedding");
      assertFalse(sent.hold(embedding[middle], embedding[middle + 1]), "an embedding");
      assertFalse(sent.hold(row[0], row[1]), "features");
    }
  }

  /** The beginning of a key's bytes is a public header, so that pieces from its midst are taken. */
  private void assertNothingOfKeys(Leaks sent, List<String> owners) {
    int looked = 0;
    for (var pair : keys.list()) {
      if (!owners.contains(pair.model().modelOwnerId())) {
        continue;
      }
      byte[] secret =
          WireWriter.toBytes(keys.codec(pair.id()).secretKey(), SecretKeyAccess.granted());
      for (int part = 1; part < 4; part++) {
        int from = secret.length / 4 * part;
        byte[] piece = Arrays.copyOfRange(secret, from, from + PIECE);
        assertFalse(sent.hold(piece), "a secret key");
        ByteBuffer doubles =
            ByteBuffer.allocate(PIECE * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (byte each : piece) {
          doubles.putDouble(each);
        }
        assertFalse(sent.hold(doubles.array()), "a secret key in doubles");
        looked++;
      }
    }
    assertEquals(6, looked);
  }

  @Test
  void leaks_areFoundInEveryForm() {
    byte[] secret = "a long secret of bytes".getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < 3; before++) {
      byte[] moved = new byte[before + secret.length];
      System.arraycopy(secret, 0, moved, before, secret.length);
      assertTrue(new Leaks(moved).hold(secret));
      byte[] coded = Base64.getEncoder().encode(moved);
      assertTrue(new Leaks(coded).hold(secret), "after " + before);
    }
    byte[] doubles =
        ByteBuffer.allocate(20)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(7)
            .putDouble(0.25)
            .putDouble(-3)
            .array();
    assertTrue(new Leaks(doubles).hold(0.25, -3));
    assertTrue(new Leaks("[0.25, -3.0]".getBytes(StandardCharsets.UTF_8)).hold(0.25, -3));
    assertFalse(new Leaks(doubles).hold(0.25, 3));
    assertFalse(new Leaks(new byte[100]).hold(secret));
  }
}
