package org.cryptotl.dataowner.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import org.cryptotl.dataowner.Api;
import org.cryptotl.dataowner.Browser;
import org.cryptotl.dataowner.Journey;
import org.cryptotl.dataowner.ModelOwnerProcess;
import org.cryptotl.dataowner.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which mode is picked for so many rows, and what that is charged. */
class ModesTest extends ServiceTest {

  private static final long BUDGET = 100_000;

  @Autowired private JsonMapper json;

  @Test
  void pilot_isNotChargedForRowsThatItDoesNotHave() {
    ModelOwnerProcess modelOwner = ModelOwnerProcess.shared();
    Api tenant = modelOwner.api().tenant("pilots", WaitingTest.LIMITS.formatted(3, BUDGET));
    Journey journey = Journey.begin(api(), tenant, modelOwner.address(), "pilots");
    String dataset = journey.dataset(4000, 83);
    String request =
        "{\"datasetId\":\"%s\",\"modelOwnerId\":\"%s\",\"model\":\"%s\",\"version\":1,\"rows\":%d}";
    String pilot = request.formatted(dataset, journey.owner(), Journey.MODEL, 60);
    String outlook = "/api/v1/feature-sets/outlook";

    journey.keys("THROUGHPUT");
    JsonNode alone = api().post(outlook, pilot).expect(200).json();
    assertEquals("THROUGHPUT", alone.get("mode").asString(), "it alone has keys");
    long capacity = alone.get("chargedSamples").asLong();
    assertTrue(capacity > 4 * 60, alone::toString);

    journey.keys("LATENCY");
    JsonNode few = api().post(outlook, pilot).expect(200).json();
    assertEquals("LATENCY", few.get("mode").asString(), few::toString);
    assertEquals(61, few.get("chargedSamples").asLong(), few::toString);
    assertEquals(BUDGET, few.get("budgetLeft").asLong(), few::toString);
    JsonNode many =
        api()
            .post(outlook, request.formatted(dataset, journey.owner(), Journey.MODEL, 4000))
            .expect(200)
            .json();
    assertEquals("THROUGHPUT", many.get("mode").asString(), many::toString);

    String set = api().post("/api/v1/feature-sets", pilot).expect(202).json().get("id").asString();
    JsonNode done = journey.done(set);
    assertEquals("LATENCY", done.at("/model/mode").asString());
    assertEquals(61, done.at("/statistics/chargedSamples").asLong(), done::toString);
    assertEquals(BUDGET - 61, done.at("/statistics/budgetLeft").asLong(), done::toString);

    Browser browser = new Browser(port());
    browser.logIn(PASSWORD);
    String page = browser.get("/extraction/" + set).body();
    assertTrue(page.contains("61 samples of the query budget, 99,939 are left"), page);
    assertTrue(page.contains("would be charged 3,941 samples of the query budget"), page);
    String form =
        "datasetId=%s&model=%s/%s/1&rows=60".formatted(dataset, journey.owner(), Journey.MODEL);
    String told = browser.submit("/extraction", "/extraction/outlook", form).body();
    assertTrue(told.contains("charged 61 samples of the query budget. 99,939 are left"), told);
  }

  @Test
  void unknownMode_isRefused_withThoseThatThereAre() {
    Journey journey = Journey.begin(api(), ModelOwnerProcess.shared(), "no mode");
    String dataset = journey.dataset(40, 85);
    String request = "{\"datasetId\":\"%s\",%s}".formatted(dataset, journey.model("FOO"));
    for (String path : List.of("/api/v1/feature-sets", "/api/v1/feature-sets/outlook")) {
      Api.Answer answer = api().post(path, request).expect(400);
      assertTrue(answer.text().contains("expected one of [LATENCY, THROUGHPUT]"), answer::text);
    }
    journey.keys("LATENCY");
    Browser browser = new Browser(port());
    browser.logIn(PASSWORD);
    String form =
        "datasetId=%s&model=%s/%s/1&mode=FOO".formatted(dataset, journey.owner(), Journey.MODEL);
    HttpResponse<String> page = browser.submit("/extraction", "/extraction", form);
    assertEquals(400, page.statusCode(), page.body());
    assertTrue(page.body().contains("expected one of [LATENCY, THROUGHPUT]"), page.body());
  }

  @Test
  void statisticsOfEarlierReleases_areRead() {
    String earlier =
        "{\"stageMillis\":{},\"bytesSent\":1,\"bytesReceived\":2,\"requests\":3,\"retries\":0,"
            + "\"clampedEntries\":0,\"selfCheckDifference\":null,\"selfCheckBound\":null}";
    assertEquals(0, json.readValue(earlier, Statistics.class).chargedSamples());
  }
}
