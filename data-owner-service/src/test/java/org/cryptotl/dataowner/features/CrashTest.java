package org.cryptotl.dataowner.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.cryptotl.dataowner.Browser;
import org.cryptotl.dataowner.DataOwnerProcess;
import org.cryptotl.dataowner.Journey;
import org.cryptotl.dataowner.ModelOwnerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Either side dies in the middle of an extraction, as kill -9 does it; the features are the same.
 */
class CrashTest {

  private static final int ROWS = 2000;
  private static final long SEED = 13;
  private static final int BATCH = 8;

  /** Requests that may be under way when a process dies, and the self-check of a further run. */
  private static final int ASKED_AGAIN = 4;

  private static ModelOwnerProcess modelOwner;
  private static DataOwnerProcess dataOwner;
  private static Journey journey;
  private static String dataset;
  private static String undisturbed;

  @BeforeAll
  static void start(@TempDir Path folder) {
    modelOwner = ModelOwnerProcess.tryStart().orElse(null);
    Assumptions.assumeTrue(
        modelOwner != null, "skipped: the model owner's jar is not built; run mvn verify");
    Journey.offer(modelOwner, BATCH);
    dataOwner = new DataOwnerProcess(folder);
    journey = Journey.begin(dataOwner.api(), modelOwner, "clinic");
    journey.keys("LATENCY");
    dataset = journey.dataset(ROWS, SEED);
    undisturbed = journey.extract(dataset, "LATENCY");
    journey.done(undisturbed);
  }

  @AfterAll
  static void stop() {
    if (modelOwner != null) {
      modelOwner.close();
    }
    if (dataOwner != null) {
      dataOwner.close();
    }
  }

  /** Entries, not their numbers: those of a database that is killed go on after a gap. */
  private static long evaluated() {
    return modelOwner
        .api()
        .get("/api/v1/audit?limit=1000")
        .expect(200)
        .json()
        .get("entries")
        .size();
  }

  private static String inTheMiddle() {
    String set = journey.extract(dataset, "LATENCY");
    JsonNode now =
        dataOwner
            .api()
            .await("/api/v1/feature-sets/" + set, s -> s.get("doneRows").asInt() >= ROWS / 5);
    assertTrue(now.get("doneRows").asInt() < ROWS, "it was done before it could be disturbed");
    return set;
  }

  private static float[][] features(String set) {
    try (FeatureFiles files = new FeatureFiles(dataOwner.data().resolve("features").resolve(set))) {
      return files.features(ROWS, Journey.OUTPUTS);
    }
  }

  /** Each row once, and like those of the undisturbed run but for the noise of encryption. */
  private static void assertSameFeatures(String set, JsonNode ended) {
    assertEquals(ROWS, ended.get("doneRows").asInt());
    double noise = ended.get("statistics").get("selfCheckBound").asDouble();
    assertTrue(noise > 0 && noise <= 0.02, ended::toString);
    float[][] expected = features(undisturbed);
    float[][] got = features(set);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < ROWS; i++) {
      float[] plain = Journey.NETWORK.forward(Journey.row(random));
      for (int j = 0; j < plain.length; j++) {
        assertEquals(expected[i][j], got[i][j], noise, "row " + i);
        assertEquals(plain[j], got[i][j], 0.01, "row " + i);
      }
    }
  }

  /** As after a power failure, the model owner is back last. */
  @Test
  void killedDataOwner_goesOnAfterTheNextStart_withoutSendingAgainWhatIsDone() {
    long before = evaluated();
    String set = inTheMiddle();
    dataOwner.kill();
    assertTrue(evaluated() - before < ROWS / BATCH, "the kill came too late");
    modelOwner.kill();
    dataOwner.start();
    modelOwner.start();
    assertSameFeatures(set, journey.done(set));
    long requests = evaluated() - before;
    assertTrue(
        requests >= ROWS / BATCH && requests <= ROWS / BATCH + ASKED_AGAIN,
        () -> requests + " requests were evaluated");
    List<String> passwords = dataOwner.shownPasswords();
    assertEquals(1, passwords.size(), "shown at the first start alone");
    Browser browser = new Browser(dataOwner.port());
    assertTrue(browser.logIn(passwords.getFirst()).body().contains("Log out"));
  }

  @Test
  void killedModelOwner_isWaitedFor() {
    String set = inTheMiddle();
    modelOwner.kill();
    modelOwner.start();
    JsonNode ended = journey.done(set);
    assertSameFeatures(set, ended);
    assertTrue(ended.get("statistics").get("retries").asInt() > 0, ended::toString);
  }
}
