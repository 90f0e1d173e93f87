package org.cryptotl.dataowner.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cryptotl.dataowner.Api;
import org.cryptotl.dataowner.Journey;
import org.cryptotl.dataowner.ModelOwnerProcess;
import org.cryptotl.dataowner.ServiceTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What becomes of keys, and of what was begun under them. */
class KeysTest extends ServiceTest {

  private static final String PREDICTION = "{\"vectors\":[[0.9,0.8,0,0]]}";

  private Journey begin(String name) {
    return Journey.begin(api(), ModelOwnerProcess.shared(), name);
  }

  private List<String> bundles(Journey journey) {
    return journey
        .tenant()
        .get("/api/v1/evaluation-keys")
        .expect(200)
        .json()
        .get("bundles")
        .valueStream()
        .map(bundle -> bundle.get("id").asString())
        .toList();
  }

  private String bundle(String key) {
    return api().get("/api/v1/keys/" + key).expect(200).json().get("bundleId").asString();
  }

  private static String detail(Api.Answer answer) {
    return answer.json().get("detail").asString();
  }

  @Test
  void sameManifest_usesTheSamePair_andRotationReplacesIt_hereAndThere() {
    Journey journey = begin("rotation");
    String old = journey.keys("LATENCY");
    assertEquals(old, journey.keys("LATENCY"));
    String dataset = journey.dataset(100, 21);
    String done = journey.extract(dataset, "LATENCY");
    journey.done(done);
    final String head = journey.head(done, "before rotation");
    String stopped = journey.extract(dataset, "LATENCY");
    assertTrue(
        detail(api().post("/api/v1/keys/" + old + "/rotate", "").expect(409))
            .contains("being extracted under these keys"));
    assertTrue(
        detail(api().delete("/api/v1/keys/" + old).expect(409))
            .contains("being extracted under these keys"));
    api().post("/api/v1/feature-sets/" + stopped + "/cancel", "").expect(200);
    final String oldBundle = bundle(old);

    String next =
        api().post("/api/v1/keys/" + old + "/rotate", "").expect(202).json().get("id").asString();
    assertNotEquals(old, next);
    String predictions = "/api/v1/heads/" + head + "/predictions";
    api().post(predictions, PREDICTION).expect(200);
    journey.awaitKeys(next);
    api().awaitStatus("/api/v1/keys/" + old, 404);
    assertNotEquals(oldBundle, bundle(next));
    assertEquals(List.of(bundle(next)), bundles(journey));
    api().post(predictions, PREDICTION).expect(200);
    while (api().post("/api/v1/feature-sets/" + stopped + "/resume", "").status() == 409) {
      Thread.onSpinWait();
    }
    assertEquals(100, journey.done(stopped).get("doneRows").asInt());
  }

  @Test
  void requestsSideBySide_makeOnePair() throws Exception {
    Journey journey = begin("side by side");
    Callable<String> request =
        () ->
            api()
                .post("/api/v1/keys", "{" + journey.model("LATENCY") + "}")
                .expect(202)
                .json()
                .get("id")
                .asString();
    Set<String> made = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<String> each : threads.invokeAll(Collections.nCopies(8, request))) {
        made.add(each.get());
      }
    }
    assertEquals(1, made.size(), made::toString);
    journey.awaitKeys(made.iterator().next());
    assertEquals(1, bundles(journey).size());
  }

  @Test
  void keysThatTheModelOwnerDeleted_areExplained_andSentAgain() {
    Journey journey = begin("expiry");
    String key = journey.keys("LATENCY");
    String dataset = journey.dataset(60, 22);
    String set = journey.extract(dataset, "LATENCY");
    journey.done(set);
    String predictions = "/api/v1/heads/" + journey.head(set, "before expiry") + "/predictions";
    api().post(predictions, PREDICTION).expect(200);
    journey.tenant().delete("/api/v1/evaluation-keys/" + bundle(key)).expect(204);
    assertTrue(
        detail(api().post(predictions, PREDICTION).expect(409)).contains("have them sent again"));
    JsonNode lost = api().get("/api/v1/keys/" + key).json();
    assertEquals("FAILED", lost.get("state").asString());
    api().post("/api/v1/keys/" + key + "/retry", "").expect(202);
    journey.awaitKeys(key);
    api().post(predictions, PREDICTION).expect(200);
    assertEquals(1, bundles(journey).size());
  }

  @Test
  void retiredVersion_isExplained_toPredictionsExtractionsAndNewKeys() {
    Journey journey = begin("retirement");
    ModelOwnerProcess modelOwner = ModelOwnerProcess.shared();
    Journey.offer(modelOwner, 1, "passing");
    String model =
        "{\"modelOwnerId\":\"%s\",\"model\":\"passing\",\"version\":1,\"mode\":\"LATENCY\"}"
            .formatted(journey.owner());
    String key = api().post("/api/v1/keys", model).expect(202).json().get("id").asString();
    journey.awaitKeys(key);
    String dataset = journey.dataset(60, 23);
    String request = model.replace("{", "{\"datasetId\":\"" + dataset + "\",");
    String set =
        api().post("/api/v1/feature-sets", request).expect(202).json().get("id").asString();
    journey.done(set);
    String stopped =
        api()
            .post("/api/v1/feature-sets", request.replace("}", ",\"rows\":30}"))
            .expect(202)
            .json()
            .get("id")
            .asString();
    journey.done(stopped);
    String predictions = "/api/v1/heads/" + journey.head(set, "before retirement") + "/predictions";
    api().post(predictions, PREDICTION).expect(200);

    modelOwner.api().post("/api/v1/models/passing/versions/1/retire", "").expect(200);
    List<Api.Answer> answers =
        List.of(
            api().post(predictions, PREDICTION),
            api().post("/api/v1/keys", model),
            api().post("/api/v1/feature-sets", request));
    for (Api.Answer each : answers) {
      assertTrue(detail(each.expect(410)).contains("retired or changed this version"), each::text);
      assertEquals("urn:cryptotl:problem:stale-manifest", each.json().get("type").asString());
    }
    api().post("/api/v1/feature-sets/" + stopped + "/resume?rows=60", "");
    JsonNode failed =
        api()
            .await(
                "/api/v1/feature-sets/" + stopped,
                s -> !s.get("state").asString().equals("RUNNING"));
    assertEquals("FAILED", failed.get("state").asString(), failed::toString);
    assertTrue(failed.get("failure").asString().contains("retired or changed"), failed::toString);
    assertEquals(30, failed.get("doneRows").asInt());
  }
}
