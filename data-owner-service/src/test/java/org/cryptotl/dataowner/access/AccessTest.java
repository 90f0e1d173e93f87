package org.cryptotl.dataowner.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.cryptotl.dataowner.Api;
import org.cryptotl.dataowner.Browser;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class AccessTest extends ServiceTest {

  @Autowired private CryptotlProperties properties;

  @Test
  void apiWithoutToken_isRefused() {
    for (String token : new String[] {null, "wrong"}) {
      Api.Answer answer = api().as(token).get("/api/v1/datasets").expect(401);
      assertEquals("application/problem+json;charset=UTF-8", answer.header("Content-Type"));
      assertEquals("urn:cryptotl:problem:unauthorized", answer.json().get("type").asString());
    }
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
  void versionsOfServiceAndJava_areToldToHoldersOfATokenAlone() {
    api().as(null).get("/actuator/info").expect(401);
    var info = api().get("/actuator/info").expect(200).json();
    assertEquals("data-owner-service", info.path("build").path("artifact").asString());
    assertFalse(info.path("build").path("version").asString().isEmpty());
    assertEquals(
        Runtime.version().toString(), info.path("java").path("runtime").path("version").asString());
  }

  @Test
  void passwords_haveTwelveCharactersAtLeast_and72BytesAtMost() {
    try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
      for (String password : List.of("", "x".repeat(12), "ä".repeat(36))) {
        assertEquals(Set.of(), factory.getValidator().validate(with(password)), password);
      }
      for (String password : List.of("x".repeat(11), "x".repeat(73), "ä".repeat(37))) {
        var violation = factory.getValidator().validate(with(password)).iterator().next();
        assertTrue(violation.getMessage().startsWith("cryptotl.admin-password has to have"));
        assertFalse(violation.toString().contains(password), "it is not shown");
      }
    }
    Browser browser = new Browser(port());
    browser.logIn(PASSWORD);
    String password = URLEncoder.encode("ä".repeat(50), StandardCharsets.UTF_8);
    String form = "present=" + PASSWORD.replace(' ', '+') + "&password=" + password;
    HttpResponse<String> refused = browser.submit("/settings", "/settings/password", form);
    assertEquals(400, refused.statusCode());
    assertTrue(refused.body().contains("the new password has to have"), refused.body());
  }

  private CryptotlProperties with(String password) {
    return new CryptotlProperties(
        properties.dataDirectory(),
        "",
        "",
        false,
        password,
        "",
        properties.datasets(),
        properties.peer(),
        1);
  }

  @Test
  void tokenForm_asksForWhatTheApiAsksFor() {
    Browser browser = new Browser(port());
    browser.logIn(PASSWORD);
    for (String name : List.of("", "x".repeat(150))) {
      HttpResponse<String> refused =
          browser.submit("/settings", "/settings/tokens", "name=" + name);
      assertEquals(400, refused.statusCode(), name);
      assertTrue(refused.body().contains("name "), refused.body());
    }
  }

  @Test
  void pages_needTheRightPassword_andFormsTheirToken() {
    Browser browser = new Browser(port());
    assertTrue(browser.get("/").body().contains("name=\"password\""), "the login is asked for");
    assertTrue(browser.logIn("wrong password").body().contains("name=\"password\""));
    assertTrue(browser.logIn(PASSWORD).body().contains("Log out"));
    assertEquals(403, browser.post("/settings/tokens", "name=x").statusCode());
    assertTrue(
        browser
            .submit("/settings", "/settings/tokens", "name=x")
            .body()
            .contains("shown this once"));
  }
}
