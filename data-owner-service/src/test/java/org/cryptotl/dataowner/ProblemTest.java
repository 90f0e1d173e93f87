package org.cryptotl.dataowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Whatever fails, and wherever: the caller gets a problem, and no details of the inside. */
class ProblemTest extends ServiceTest {

  private static final String NONE = "00000000-0000-4000-8000-000000000000";

  record Case(int status, String type, String what, Function<Api, Api.Answer> call) {

    @Override
    public String toString() {
      return status + " " + what;
    }
  }

  private static Case of(int status, String type, String what, Function<Api, Api.Answer> call) {
    return new Case(status, type, what, call);
  }

  private static Case get(int status, String type, String path) {
    return of(status, type, "GET " + path, a -> a.get(path));
  }

  private static Case post(int status, String type, String path, String body) {
    return of(status, type, "POST " + path + " " + body, a -> a.post(path, body));
  }

  static List<Case> cases() {
    return List.of(
        of(401, "unauthorized", "no token", a -> a.as(null).get("/api/v1/datasets")),
        of(401, "unauthorized", "a wrong token", a -> a.as("wrong").get("/api/v1/datasets")),
        of(401, "unauthorized", "no token, no path", a -> a.as(null).get("/api/v1/nothing")),
        of(401, "unauthorized", "metrics", a -> a.as(null).get("/actuator/prometheus")),
        get(404, "not-found", "/api/v1/nothing"),
        get(404, "not-found", "/api/v1/datasets/" + NONE),
        get(404, "not-found", "/api/v1/datasets/" + NONE + "/rows"),
        get(404, "not-found", "/api/v1/keys/" + NONE),
        get(404, "not-found", "/api/v1/feature-sets/" + NONE),
        get(404, "not-found", "/api/v1/feature-sets/" + NONE + "/events"),
        get(404, "not-found", "/api/v1/heads/" + NONE),
        get(404, "not-found", "/api/v1/heads/" + NONE + "/onnx"),
        get(404, "not-found", "/api/v1/model-owners/" + NONE + "/models"),
        of(404, "not-found", "delete", a -> a.delete("/api/v1/datasets/" + NONE)),
        of(404, "not-found", "delete a token", a -> a.delete("/api/v1/tokens/" + NONE)),
        post(404, "not-found", "/api/v1/keys/" + NONE + "/rotate", ""),
        of(405, "method-not-allowed", "PATCH", a -> a.json("PATCH", "/api/v1/datasets", "")),
        of(405, "method-not-allowed", "PUT", a -> a.json("PUT", "/api/v1/tokens", "{}")),
        of(
            406,
            "not-acceptable",
            "an image",
            a -> a.send(a.request("/api/v1/datasets").header("Accept", "image/png").GET().build())),
        post(415, "unsupported-media-type", "/api/v1/datasets", "{}"),
        of(
            415,
            "unsupported-media-type",
            "octets",
            a -> a.octets("POST", "/api/v1/tokens", new byte[3])),
        post(400, "malformed-request", "/api/v1/model-owners", "{\"na"),
        post(400, "malformed-request", "/api/v1/model-owners", "[1]"),
        post(400, "malformed-request", "/api/v1/tokens", "{\"name\":\"x\",\"unknown\":1}"),
        post(400, "malformed-request", "/api/v1/tokens", ""),
        of(
            400,
            "malformed-request",
            "a form without parts",
            a ->
                a.send(
                    a.request("/api/v1/datasets")
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("nothing"))
                        .build())),
        post(400, "invalid-request", "/api/v1/tokens", "{\"name\":\"\"}"),
        post(
            400,
            "invalid-request",
            "/api/v1/model-owners",
            "{\"name\":\"a\",\"address\":\"ftp://x\",\"token\":\"t\"}"),
        get(400, "invalid-request", "/api/v1/datasets/" + NONE + "/rows?count=0"),
        get(400, "invalid-request", "/api/v1/datasets/" + NONE + "/rows?count=many"),
        post(400, "invalid-request", "/api/v1/heads/" + NONE + "/predictions", "{}"),
        of(
            400,
            "invalid-request",
            "shares above 1",
            a ->
                a.upload(
                    "/api/v1/datasets",
                    "{\"name\":\"x\",\"split\":{\"seed\":1,\"validationShare\":0.8,\"testShare\":0.8}}",
                    new byte[0])),
        of(
            422,
            "bad-rows",
            "an empty file",
            a -> a.upload("/api/v1/datasets", "{\"name\":\"x\"}", new byte[0])),
        post(
            502,
            "model-owner-unavailable",
            "/api/v1/model-owners",
            "{\"name\":\"a\",\"address\":\"http://127.0.0.1:1\",\"token\":\"t\"}"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyFailure_isAProblem(Case each) {
    assertProblem(each.status(), each.type(), each.call().apply(api()));
  }

  private static JsonNode assertProblem(int status, String type, Api.Answer answer) {
    assertEquals(status, answer.status(), answer::text);
    assertEquals("application/problem+json;charset=UTF-8", answer.header("Content-Type"));
    JsonNode problem = answer.json();
    assertEquals("urn:cryptotl:problem:" + type, problem.get("type").asString(), answer::text);
    assertEquals(status, problem.get("status").asInt());
    for (String member : List.of("title", "detail", "instance")) {
      assertFalse(problem.get(member).asString().isEmpty(), member);
    }
    if (status == 401) {
      assertEquals("Bearer", answer.header("WWW-Authenticate"));
    }
    if (status == 405) {
      assertNotNull(answer.header("Allow"));
    }
    assertFalse(answer.text().contains("Exception"), answer::text);
    assertFalse(answer.text().contains("org."), answer::text);
    return problem;
  }

  private String dataset() {
    return api()
        .upload(
            "/api/v1/datasets",
            "{\"name\":\"small\"}",
            "text,label\na b,1\nc d,2\n".getBytes(StandardCharsets.UTF_8))
        .expect(201)
        .json()
        .get("id")
        .asString();
  }

  @Test
  void defectOfTheService_isToldWithoutDetails() throws IOException {
    String id = dataset();
    Files.delete(data().resolve("datasets").resolve(id).resolve("rows"));
    Api.Answer answer = api().get("/api/v1/datasets/" + id + "/rows");
    JsonNode problem = assertProblem(500, "internal", answer);
    assertFalse(answer.text().contains(data().toString()), answer::text);
    assertTrue(problem.get("detail").asString().contains("was logged"));
  }

  @Test
  void stateThatDoesNotAllowIt_isAConflict() {
    Journey journey = Journey.begin(api(), ModelOwnerProcess.shared(), "problems");
    String dataset = journey.dataset(40, 51);
    String request = "{\"datasetId\":\"%s\",%s}".formatted(dataset, journey.model("LATENCY"));
    assertProblem(409, "conflict", api().post("/api/v1/feature-sets", request));
    String key = journey.keys("LATENCY");
    assertProblem(409, "conflict", api().post("/api/v1/keys/" + key + "/retry", ""));
    String set = journey.extract(dataset, "LATENCY");
    journey.done(set);
    assertProblem(409, "conflict", api().post("/api/v1/feature-sets/" + set + "/cancel", ""));
    String texts = request.replace(dataset, dataset());
    assertProblem(409, "conflict", api().post("/api/v1/feature-sets", texts));
    assertProblem(
        502,
        "model-owner-refused",
        api()
            .post(
                "/api/v1/model-owners",
                "{\"name\":\"a\",\"address\":\"%s\",\"token\":\"wrong\"}"
                    .formatted(ModelOwnerProcess.shared().address())));
    assertProblem(
        409,
        "conflict",
        api()
            .post(
                "/api/v1/model-owners",
                "{\"name\":\"problems\",\"address\":\"%s\",\"token\":\"%s\"}"
                    .formatted(ModelOwnerProcess.shared().address(), journey.tenant().token())));
  }

  @Test
  void modelOwnerThatAsksToWait_isPassedOn() throws IOException {
    HttpServer busy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    busy.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "7");
          exchange.sendResponseHeaders(429, -1);
          exchange.close();
        });
    busy.start();
    try {
      Api.Answer answer =
          api()
              .post(
                  "/api/v1/model-owners",
                  "{\"name\":\"busy\",\"address\":\"http://127.0.0.1:%d\",\"token\":\"t\"}"
                      .formatted(busy.getAddress().getPort()));
      assertProblem(503, "model-owner-busy", answer);
      assertEquals("7", answer.header("Retry-After"));
    } finally {
      busy.stop(0);
    }
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      int next = socket.getInputStream().read();
      // The body is one flat object.
      while (next >= 0 && next != '}') {
        answer.write(next);
        next = socket.getInputStream().read();
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void bodyThatIsAnnouncedTooLarge_isRefusedBeforeItIsSent() throws IOException {
    String answer =
        raw(
            """
            POST /api/v1/datasets HTTP/1.1
            Host: x
            Authorization: Bearer %s
            Content-Type: multipart/form-data; boundary=x
            Content-Length: 9000000000
            Connection: close

            """
                .formatted(TOKEN)
                .replace("\n", "\r\n"));
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    assertTrue(answer.contains("urn:cryptotl:problem:too-large"), answer);
  }

  @Test
  void requestLineThatIsNone_isAProblemToo() throws IOException {
    String answer = raw("GET /a|{b HTTP/1.1\r\nHost: x\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
    assertTrue(answer.contains("urn:cryptotl:problem:malformed-request"), answer);
  }
}
