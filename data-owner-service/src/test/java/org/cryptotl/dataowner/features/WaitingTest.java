package org.cryptotl.dataowner.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.cryptotl.dataowner.Api;
import org.cryptotl.dataowner.Browser;
import org.cryptotl.dataowner.Journey;
import org.cryptotl.dataowner.ModelOwnerProcess;
import org.cryptotl.dataowner.Recorder;
import org.cryptotl.dataowner.ServiceTest;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How extractions wait for a model owner that asks them to, and for how long. */
class WaitingTest extends ServiceTest {

  static final String LIMITS =
      "{\"maxStoredBytes\":1000000000,\"maxKeyBundles\":%d,\"maxJobs\":1,\"requestsPerMinute\":6000,"
          + "\"samplesPerModel\":%d,\"budgetPeriodSeconds\":86400}";

  private static Problem busy(long seconds) {
    return new Problem(ProblemType.MODEL_OWNER_BUSY, "busy", Map.of("retryAfterSeconds", seconds));
  }

  @Test
  void patience_endsAtOnce_whereTheModelOwnerAsksForMore() {
    for (long seconds : new long[] {61, 86_337, Long.MAX_VALUE}) {
      AtomicInteger asked = new AtomicInteger();
      Patience patience = new Patience(Duration.ofSeconds(60), () -> false, _ -> {});
      assertThrows(
          Problem.class,
          () ->
              patience.ask(() -> {
                asked.incrementAndGet();
                throw busy(seconds);
              }));
      assertEquals(1, asked.get());
    }
  }

  @Test
  void patience_saysWhyItWaits_untilThereIsAnAnswer() {
    List<String> told = new ArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    Patience patience = new Patience(Duration.ofSeconds(60), () -> false, told::add);
    int answer =
        patience.ask(() -> {
          if (asked.incrementAndGet() < 3) {
            throw busy(0);
          }
          return 7;
        });
    assertEquals(7, answer);
    assertEquals("[busy, busy, null]", told.toString());
  }

  @Test
  void exhaustedBudget_isToldAtOnce_andTheExtractionGoesOnUnderALargerOne() {
    ModelOwnerProcess modelOwner = ModelOwnerProcess.shared();
    Api tenant = modelOwner.api().tenant("poor", LIMITS.formatted(3, 10));
    Journey journey = Journey.begin(api(), tenant, modelOwner.address(), "poor");
    journey.keys("LATENCY");
    String set = journey.extract(journey.dataset(40, 81), "LATENCY");
    String path = "/api/v1/feature-sets/" + set;
    JsonNode failed = api().await(path, s -> !s.get("state").asString().equals("RUNNING"));
    assertEquals("FAILED", failed.get("state").asString(), failed::toString);
    assertTrue(failed.get("failure").asString().contains("budget is used up"), failed::toString);
    assertTrue(failed.get("failure").asString().contains("are left of 10"), failed::toString);
    String tenantId = tenant.get("/api/v1/account").json().get("tenantId").asString();
    modelOwner
        .api()
        .json("PUT", "/api/v1/tenants/" + tenantId + "/limits", LIMITS.formatted(3, 1000))
        .expect(200);
    api().post(path + "/resume", "").expect(202);
    assertEquals(40, journey.done(set).get("doneRows").asInt());
  }

  @Test
  void waitingExtraction_saysWhy_andAsksNoMoreWhenItIsPaused() {
    ModelOwnerProcess modelOwner = ModelOwnerProcess.shared();
    try (Recorder recorder = new Recorder(modelOwner.address())) {
      Journey journey = Journey.begin(api(), modelOwner, recorder.address(), "busy");
      journey.keys("LATENCY");
      recorder.busy("/evaluations");
      String set = journey.extract(journey.dataset(40, 82), "LATENCY");
      String path = "/api/v1/feature-sets/" + set;
      JsonNode waiting = api().await(path, s -> !s.at("/statistics/waiting").isNull());
      assertEquals("RUNNING", waiting.get("state").asString());
      String why = waiting.at("/statistics/waiting").asString();
      assertTrue(why.contains("asks to wait"), why);
      assertTrue(waiting.at("/statistics/retries").asInt() > 0, waiting::toString);
      Browser browser = new Browser(port());
      browser.logIn(PASSWORD);
      String page = browser.get("/extraction/" + set).body();
      assertTrue(page.contains(why), page);

      api().await(path, s -> s.at("/statistics/retries").asInt() == 2);
      api().post(path + "/cancel", "").expect(200);
      recorder.busy(null);
      while (api().post(path + "/resume", "").status() == 409) {
        Thread.onSpinWait();
      }
      JsonNode ended = journey.done(set);
      assertEquals(2, recorder.refused());
      assertEquals(2, ended.at("/statistics/retries").asInt(), ended::toString);
      assertEquals(41, ended.at("/statistics/requests").asInt(), "nothing was asked once more");
      assertNull(ended.at("/statistics/waiting").stringValue(null));
    }
  }
}
