package org.cryptotl.dataowner.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.cryptotl.dataowner.Api;
import org.cryptotl.dataowner.DataOwnerProcess;
import org.cryptotl.dataowner.Journey;
import org.cryptotl.dataowner.ModelOwnerProcess;
import org.cryptotl.dataowner.Recorder;
import org.cryptotl.dataowner.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** New keys take the place of old ones, whatever comes between. */
class RotationTest extends ServiceTest {

  private static String rotate(Api api, String key) {
    return api.post("/api/v1/keys/" + key + "/rotate", "").expect(202).json().get("id").asString();
  }

  private JsonNode failed(String key) {
    JsonNode made =
        api().await("/api/v1/keys/" + key, k -> !k.get("state").asString().equals("UPLOADING"));
    assertEquals("FAILED", made.get("state").asString(), made::toString);
    return made;
  }

  private void retry(Journey journey, String key) {
    api().post("/api/v1/keys/" + key + "/retry", "").expect(202);
    journey.awaitKeys(key);
  }

  @Test
  void uploadThatFailed_replacesTheOldPair_whenItIsTriedAgain() {
    try (Recorder recorder = new Recorder(ModelOwnerProcess.shared().address())) {
      Journey journey =
          Journey.begin(api(), ModelOwnerProcess.shared(), recorder.address(), "failed rotation");
      String old = journey.keys("LATENCY");
      recorder.busy("/content");
      String next = rotate(api(), old);
      assertEquals(old, failed(next).get("replaces").asString());
      api().post("/api/v1/keys/" + old + "/rotate", "").expect(409);
      recorder.busy(null);
      retry(journey, next);
      api().awaitStatus("/api/v1/keys/" + old, 404);
      api().await("/api/v1/keys/" + next, k -> k.get("replaces").isNull());
    }
  }

  @Test
  void uploadThatAKillCutOff_replacesTheOldPair_afterTheNextStart(@TempDir Path folder) {
    CountDownLatch killed = new CountDownLatch(1);
    CountDownLatch sending = new CountDownLatch(2);
    try (Recorder slow =
            new Recorder(
                ModelOwnerProcess.shared().address(),
                (path, answer) -> {
                  if (path.endsWith("/content") && sending.getCount() == 1) {
                    sending.countDown();
                    await(killed);
                  }
                  return answer;
                });
        DataOwnerProcess dataOwner = new DataOwnerProcess(folder)) {
      Journey journey =
          Journey.begin(
              dataOwner.api(), ModelOwnerProcess.shared(), slow.address(), "killed rotation");
      String old = journey.keys("LATENCY");
      sending.countDown();
      String next = rotate(dataOwner.api(), old);
      await(sending);
      dataOwner.kill();
      killed.countDown();
      dataOwner.start();
      journey.awaitKeys(next);
      dataOwner.api().awaitStatus("/api/v1/keys/" + old, 404);
      assertEquals(1, dataOwner.api().get("/api/v1/keys").json().size());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void limitOfBundles_isExplained_andTheOldPairMayGoFirst() {
    ModelOwnerProcess modelOwner = ModelOwnerProcess.shared();
    Api tenant =
        modelOwner
            .api()
            .tenant(
                "one bundle",
                "{\"maxStoredBytes\":1000000000,\"maxKeyBundles\":1,\"maxJobs\":1,"
                    + "\"requestsPerMinute\":6000,\"samplesPerModel\":10000,"
                    + "\"budgetPeriodSeconds\":86400}");
    Journey journey = Journey.begin(api(), tenant, modelOwner.address(), "one bundle");
    String old = journey.keys("LATENCY");
    String dataset = journey.dataset(40, 92);
    String paused = journey.extract(dataset, "LATENCY");
    journey.done(paused);
    String next = rotate(api(), old);
    String why = failed(next).get("failure").asString();
    assertTrue(why.contains("as many as are allowed"), why);
    assertTrue(why.contains("delete keys that nothing needs any more"), why);
    api().delete("/api/v1/keys/" + old).expect(200);
    retry(journey, next);
    assertEquals(
        next, api().get("/api/v1/feature-sets/" + paused).json().get("keyPairId").asString());
  }
}
