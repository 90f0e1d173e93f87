package org.cryptotl.dataowner.modelowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.cryptotl.dataowner.Api;
import org.cryptotl.dataowner.Browser;
import org.cryptotl.dataowner.Journey;
import org.cryptotl.dataowner.ModelOwnerProcess;
import org.cryptotl.dataowner.Recorder;
import org.cryptotl.dataowner.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What becomes of connections, and of what hangs on them. */
class ConnectionsTest extends ServiceTest {

  private static final String PREDICTION = "{\"vectors\":[[0.9,0.8,0,0]]}";

  @Autowired private JdbcClient jdbc;

  private static String sent(Journey journey) {
    return journey.tenant().get("/api/v1/evaluation-keys").expect(200).json().get("bundles") + "";
  }

  private String bundle(String key) {
    return api().get("/api/v1/keys/" + key).expect(200).json().get("bundleId").asString();
  }

  @Test
  void deletedConnection_leavesNoKeysThere() {
    Journey journey = Journey.begin(api(), ModelOwnerProcess.shared(), "leaving");
    journey.keys("LATENCY");
    journey.keys("THROUGHPUT");
    JsonNode deleted = api().delete("/api/v1/model-owners/" + journey.owner()).expect(200).json();
    assertEquals("[]", deleted.get("bundlesLeft").toString());
    assertEquals("[]", sent(journey));
  }

  @Test
  void whatIsDeletedWhileTheModelOwnerIsDown_isGoneHere_andToldOf() {
    ModelOwnerProcess modelOwner = ModelOwnerProcess.shared();
    Recorder recorder = new Recorder(modelOwner.address());
    Journey journey = Journey.begin(api(), modelOwner, recorder.address(), "down");
    String key = journey.keys("LATENCY");
    final String first = bundle(key);
    final String second = bundle(journey.keys("THROUGHPUT"));
    recorder.close();
    JsonNode deleted = api().delete("/api/v1/keys/" + key).expect(200).json();
    assertEquals(first, deleted.at("/bundlesLeft/0").asString());
    api().get("/api/v1/keys/" + key).expect(404);
    Browser browser = new Browser(port());
    browser.logIn(PASSWORD);
    String page = browser.submit("/connect", "/connect/" + journey.owner() + "/delete", "").body();
    assertTrue(page.contains("did not delete these evaluation keys"), page);
    assertTrue(page.contains(second), page);
    api().get("/api/v1/model-owners/" + journey.owner()).expect(404);
  }

  @Test
  void tokenOfAnotherMasterKey_isToldOfInWords() {
    String id = UUID.randomUUID().toString();
    jdbc.sql("insert into model_owner values (?, 'foreign', 'http://127.0.0.1:1', ?, 0)")
        .params(id, new byte[1])
        .update();
    String path = "/api/v1/model-owners/" + id;
    assertTrue(api().get(path + "/models").expect(409).text().contains("enter it anew"));
    Browser browser = new Browser(port());
    browser.logIn(PASSWORD);
    String page = browser.get("/connect").body();
    assertTrue(page.contains("the token of foreign cannot be decrypted"), page);
    api().delete(path).expect(200);
  }

  @Test
  void newToken_isChecked_andKeysAndHeadsServeOn() {
    ModelOwnerProcess modelOwner = ModelOwnerProcess.shared();
    Journey journey = Journey.begin(api(), modelOwner, "new token");
    String key = journey.keys("LATENCY");
    String set = journey.extract(journey.dataset(60, 91), "LATENCY");
    journey.done(set);
    String predictions = "/api/v1/heads/" + journey.head(set, "new token") + "/predictions";
    api().post(predictions, PREDICTION).expect(200);

    Api admin = modelOwner.api();
    String tenant = journey.tenant().get("/api/v1/account").json().get("tenantId").asString();
    String tokens = "/api/v1/tenants/" + tenant + "/tokens";
    String second =
        admin.post(tokens, "{\"name\":\"second\"}").expect(201).json().get("token").asString();
    for (JsonNode token : admin.get(tokens).expect(200).json().get("tokens")) {
      if (!token.get("name").asString().equals("second")) {
        admin.delete(tokens + "/" + token.get("id").asString()).expect(204);
      }
    }
    Api.Answer refused = api().post(predictions, PREDICTION).expect(502);
    assertTrue(refused.text().contains("enter it at the connection"), refused::text);

    String path = "/api/v1/model-owners/" + journey.owner();
    String change = "{\"address\":\"%s\",\"token\":\"%s\"}";
    api().json("PUT", path, change.formatted(modelOwner.address(), "wrong")).expect(502);
    api().json("PUT", path, change.formatted("http://127.0.0.1:1", second)).expect(502);
    api().json("PUT", path, change.formatted("ftp://x", second)).expect(400);
    api().post(predictions, PREDICTION).expect(502);
    JsonNode changed =
        api().json("PUT", path, change.formatted(modelOwner.address() + "/", second)).json();
    assertEquals(journey.owner(), changed.get("id").asString(), changed::toString);
    assertEquals(modelOwner.address(), changed.get("address").asString());
    api().post(predictions, PREDICTION).expect(200);
    assertEquals(key, journey.keys("LATENCY"));

    Browser browser = new Browser(port());
    browser.logIn(PASSWORD);
    String form = "address=%s&token=%s".formatted(modelOwner.address(), second);
    String page = browser.submit("/connect", "/connect/" + journey.owner(), form).body();
    assertTrue(page.contains("The connection was changed"), page);
  }
}
