package org.cryptotl.dataowner.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cryptotl.dataowner.Api;
import org.cryptotl.dataowner.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest extends ServiceTest {

  @Test
  void apiWithoutToken_isRefused() {
    for (String token : new String[] {null, "wrong"}) {
      Api.Answer answer = api().as(token).get("/api/v1/datasets").expect(401);
      assertEquals("application/problem+json;charset=UTF-8", answer.header("Content-Type"));
      assertEquals("urn:cryptotl:problem:unauthorized", answer.json().get("type").asString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/nothing, '', 404",
    "GET, /api/v1/datasets/none, '', 404",
    "GET, /api/v1/keys/none, '', 404",
    "GET, /api/v1/feature-sets/none, '', 404",
    "GET, /api/v1/feature-sets/none/events, '', 404",
    "GET, /api/v1/model-owners/none/models, '', 404",
    "PATCH, /api/v1/datasets, '', 405",
    "POST, /api/v1/model-owners, '{', 400",
    "POST, /api/v1/model-owners, '{\"unknown\":1}', 400",
    "POST, /api/v1/model-owners, '{\"name\":\"a\",\"address\":\"ftp://x\",\"token\":\"t\"}', 400",
    "POST, /api/v1/datasets, '{}', 415",
    "GET, /api/v1/datasets/none/rows?count=0, '', 400",
    "GET, /api/v1/datasets/none/rows?count=many, '', 400",
  })
  void failures_areProblems(String method, String path, String body, int status) {
    Api.Answer answer = api().json(method, path, body).expect(status);
    assertEquals("application/problem+json;charset=UTF-8", answer.header("Content-Type"));
    assertEquals(status, answer.json().get("status").asInt());
    assertTrue(answer.json().get("type").asString().startsWith("urn:cryptotl:problem:"));
    assertFalse(answer.json().get("detail").asString().isEmpty());
  }

  @Test
  void tokens_workUntilTheyAreDeleted() {
    var made = api().post("/api/v1/tokens", "{\"name\":\"laptop\"}").expect(201).json();
    Api other = api().as(made.get("token").asString());
    other.get("/api/v1/datasets").expect(200);
    api().delete("/api/v1/tokens/" + made.get("id").asString()).expect(204);
    other.get("/api/v1/datasets").expect(401);
  }

  @Test
  void health_isOpen_metricsAreNot() {
    api().as(null).get("/actuator/health").expect(200);
    api().as(null).get("/actuator/prometheus").expect(401);
    api().get("/actuator/prometheus").expect(200);
  }

  @Test
  void pages_needTheRightPassword_andFormsTheirToken() throws Exception {
    HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build();
    assertTrue(get(browser, "/").contains("name=\"password\""), "the login is asked for");
    assertTrue(logIn(browser, "wrong password").contains("name=\"password\""));
    assertTrue(logIn(browser, PASSWORD).contains("Log out"));
    HttpResponse<String> forged =
        browser.send(
            HttpRequest.newBuilder(uri("/settings/tokens"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("name=x"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(403, forged.statusCode());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  private String get(HttpClient browser, String path) throws Exception {
    return browser
        .send(
            HttpRequest.newBuilder(uri(path)).header("Accept", "text/html").build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private String logIn(HttpClient browser, String password) throws Exception {
    Matcher csrf =
        Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(get(browser, "/login"));
    assertTrue(csrf.find());
    String form =
        "username=admin&password=%s&_csrf=%s"
            .formatted(
                URLEncoder.encode(password, StandardCharsets.UTF_8),
                URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8));
    return browser
        .send(
            HttpRequest.newBuilder(uri("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
