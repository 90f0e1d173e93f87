package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.cryptotl.modelowner.problems.ProblemType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class ProblemTest extends ServiceTest {

  /** A tenth of what a thousand requests have as bodies. */
  private static final long MEMORY = 24 << 20;

  private record Case(int status, String type, Function<Api, Api.Answer> call) {}

  /** Whoever asks, and whatever for: failures have one form. */
  @TestFactory
  List<DynamicTest> everyFailure_isAProblem() {
    int number = smallModel();
    DataOwner owner = DataOwner.join(tenant(), "small", number, "LATENCY");
    DataOwner stranger = DataOwner.join(tenant(), "small", number, "LATENCY");
    byte[] good = owner.encrypt(SmallModel.input());
    byte[] cut = Arrays.copyOf(good, good.length - 1);
    byte[] long_ = Arrays.copyOf(good, 10 * good.length);
    String small = "/api/v1/models/small/versions/" + number;
    String retired = "/api/v1/models/retired/versions/" + retired();
    String job = owner.job(1);
    String tenantId = owner.api().get("/api/v1/account").json().get("tenantId").asString();
    String unfinished = DataOwner.announce(owner.api(), small, "LATENCY");
    Api poor = admin().tenant(name("poor"), limits(1000, 1));
    DataOwner poorOwner = DataOwner.join(poor, "small", number, "LATENCY");
    byte[] poorRequest = poorOwner.encrypt(SmallModel.input());
    poorOwner.evaluate(poorRequest).expect(200);

    List<Case> cases = new ArrayList<>();
    cases.add(new Case(401, "unauthorized", a -> a.as(null).get("/api/v1/models")));
    cases.add(new Case(401, "unauthorized", a -> a.as("ctl_wrong").get("/api/v1/models")));
    cases.add(new Case(401, "unauthorized", a -> a.as(null).get("/nothing/here")));
    cases.add(new Case(403, "forbidden", a -> a.get("/api/v1/tenants")));
    cases.add(new Case(403, "forbidden", a -> a.get("/actuator/prometheus")));
    cases.add(new Case(403, "forbidden", a -> a.get("/actuator/info")));
    cases.add(new Case(403, "forbidden", a -> a.get("/actuator/sbom")));
    cases.add(new Case(403, "forbidden", a -> a.delete(small)));
    cases.add(new Case(404, "not-found", a -> a.get("/api/v1/nothing")));
    cases.add(new Case(404, "not-found", a -> a.get("/api/v1/models/none/versions/1")));
    cases.add(new Case(404, "not-found", a -> a.get("/api/v1/jobs/none")));
    cases.add(new Case(404, "not-found", a -> a.get("/actuator/health/none")));
    cases.add(new Case(404, "not-found", a -> a.as(ADMIN).get("/actuator/sbom/none")));
    cases.add(new Case(404, "not-found", a -> a.octets("PUT", job + "/chunks/7", good)));
    cases.add(
        new Case(
            404,
            "not-found",
            a ->
                a.octets(
                    "POST", small + "/evaluations?mode=LATENCY&keys=" + stranger.bundle(), good)));
    cases.add(new Case(405, "method-not-allowed", a -> a.delete("/api/v1/account")));
    cases.add(
        new Case(
            406,
            "not-acceptable",
            a -> a.send(a.request("/api/v1/account").header("Accept", "text/html").GET().build())));
    cases.add(
        new Case(415, "unsupported-media-type", a -> a.json("POST", owner.evaluations(), "{}")));
    cases.add(
        new Case(
            415,
            "unsupported-media-type",
            a -> a.octets("POST", "/api/v1/evaluation-keys", new byte[3])));
    cases.add(new Case(400, "malformed-request", a -> a.post("/api/v1/evaluation-keys", "{\"man")));
    cases.add(
        new Case(400, "malformed-request", a -> a.post("/api/v1/evaluation-keys", "{\"x\":1}")));
    cases.add(
        new Case(
            400,
            "invalid-request",
            a -> a.post("/api/v1/evaluation-keys", "{\"manifestSha256\":\"x\"}")));
    cases.add(new Case(400, "invalid-request", a -> a.get("/api/v1/models/small/versions/abc")));
    cases.add(
        new Case(
            400,
            "invalid-request",
            a ->
                a.post(
                    "/api/v1/jobs", jobs(number, owner.bundle(), 1).replace("small", "a\\u0000"))));
    cases.add(
        new Case(400, "invalid-request", a -> a.post("/api/v1/jobs", jobs(number, "a\\u0000", 1))));
    cases.add(
        new Case(
            400,
            "invalid-request",
            a ->
                a.as(ADMIN)
                    .post("/api/v1/tenants", "{\"name\":\"a\\u0000\",\"role\":\"DATA_OWNER\"}")));
    cases.add(
        new Case(
            400,
            "invalid-request",
            a ->
                a.as(ADMIN)
                    .post(
                        "/api/v1/tenants/%s/tokens".formatted(tenantId),
                        "{\"name\":\"a\\u0000\"}")));
    cases.add(
        new Case(
            400,
            "invalid-request",
            a ->
                a.as(ADMIN)
                    .createVersion(
                        "m",
                        "{\"source\":\"CSV\",\"training\":{\"labelColumn\":\"a\\u0000\"}}",
                        SmallModel.csv(10))));
    cases.add(new Case(400, "invalid-request", a -> a.as(ADMIN).get("/api/v1/audit?limit=100000")));
    cases.add(
        new Case(400, "malformed-request", a -> a.octets("POST", small + "/evaluations", good)));
    cases.add(
        new Case(
            409,
            "offset-mismatch",
            a ->
                a.octets(
                    "PUT",
                    "/api/v1/evaluation-keys/%s/content?offset=5".formatted(unfinished),
                    new byte[3])));
    cases.add(
        new Case(
            409,
            "conflict",
            a -> a.octets("POST", small + "/evaluations?mode=LATENCY&keys=" + unfinished, good)));
    cases.add(new Case(410, "stale-manifest", a -> a.get(retired + "/manifests/LATENCY")));
    cases.add(
        new Case(
            410,
            "stale-manifest",
            a ->
                a.octets(
                    "POST", retired + "/evaluations?mode=LATENCY&keys=" + owner.bundle(), good)));
    cases.add(new Case(413, "too-large", a -> a.octets("POST", owner.evaluations(), long_)));
    cases.add(new Case(413, "too-large", a -> a.octets("PUT", job + "/chunks/0", long_)));
    cases.add(new Case(422, "bad-ciphertext", a -> a.octets("POST", owner.evaluations(), cut)));
    cases.add(new Case(422, "bad-ciphertext", a -> a.octets("PUT", job + "/chunks/0", cut)));
    cases.add(
        new Case(
            429,
            "budget-exhausted",
            a -> poor.octets("POST", poorOwner.evaluations(), poorRequest)));
    cases.add(
        new Case(
            400,
            "invalid-request",
            a -> a.as(ADMIN).createVersion("Bad_Name", SmallModel.IMPORT, SmallModel.file())));
    cases.add(
        new Case(
            400,
            "invalid-request",
            a -> a.as(ADMIN).createVersion("m", "{\"source\":\"CSV\"}", SmallModel.file())));
    cases.add(new Case(409, "conflict", a -> a.as(ADMIN).delete(small)));
    Api fast = admin().tenant(name("fast"), limits(1, 10));
    cases.add(
        new Case(
            429,
            "rate-limited",
            _ -> {
              fast.get("/api/v1/account");
              return fast.get("/api/v1/account");
            }));
    cases.add(
        new Case(
            409,
            "limit-reached",
            _ -> poor.post("/api/v1/jobs", jobs(number, poorOwner.bundle(), 1))));
    poorOwner.job(1);
    cases.add(
        new Case(
            400,
            "invalid-request",
            a -> a.post("/api/v1/jobs", jobs(number, owner.bundle(), 1_000_000))));
    DataOwner lost = DataOwner.join(tenant(), "small", number, "LATENCY");
    lose(lost.bundle());
    cases.add(new Case(500, "internal", _ -> lost.api().octets("POST", lost.evaluations(), good)));

    List<DynamicTest> tests = new ArrayList<>();
    tests.add(DynamicTest.dynamicTest("every kind", () -> assertEveryKind(cases)));
    for (int i = 0; i < cases.size(); i++) {
      Case each = cases.get(i);
      tests.add(
          DynamicTest.dynamicTest(
              "%d %s (%d)".formatted(each.status(), each.type(), i),
              () -> assertProblem(each.status(), each.type(), each.call().apply(owner.api()))));
    }
    return tests;
  }

  /** Busy is tried in a process of its own, and models fail by their versions' states. */
  private static void assertEveryKind(List<Case> cases) {
    Set<String> tried = new TreeSet<>(List.of("busy", "unsupported-model"));
    cases.forEach(each -> tried.add(each.type()));
    Set<String> all = new TreeSet<>();
    for (ProblemType type : ProblemType.values()) {
      all.add(type.uri().toString().replace("urn:cryptotl:problem:", ""));
    }
    assertEquals(all, tried);
  }

  /** A real fault: the keys' bytes are gone. */
  private static void lose(String bundle) {
    try {
      Files.delete(blobs().resolve("keys").resolve(bundle));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String jobs(int version, String keys, int chunks) {
    return "{\"model\":\"small\",\"version\":%d,\"mode\":\"LATENCY\",\"keys\":\"%s\",\"chunks\":%d}"
        .formatted(version, keys, chunks);
  }

  private int retired() {
    int number = admin().offer("retired", SmallModel.IMPORT, SmallModel.file());
    admin().post("/api/v1/models/retired/versions/%d/retire".formatted(number), "").expect(200);
    return number;
  }

  private static String limits(int requests, long samples) {
    return ("{\"maxStoredBytes\":1000000000,\"maxKeyBundles\":2,\"maxJobs\":1,"
            + "\"requestsPerMinute\":%d,\"samplesPerModel\":%d,\"budgetPeriodSeconds\":3600}")
        .formatted(requests, samples);
  }

  static void assertProblem(int status, String type, Api.Answer answer) {
    assertEquals(status, answer.status(), answer::text);
    assertTrue(answer.header("Content-Type").startsWith("application/problem+json"), answer::text);
    JsonNode problem = answer.json();
    assertEquals("urn:cryptotl:problem:" + type, problem.get("type").asString());
    assertEquals(status, problem.get("status").asInt());
    for (String member : List.of("title", "detail", "instance")) {
      assertNotNull(problem.get(member), member);
    }
    if (status == 429) {
      assertTrue(Integer.parseInt(answer.header("Retry-After")) >= 1);
      assertEquals(
          type.equals("budget-exhausted") ? problem.get("remaining").asString() : null,
          answer.header("Query-Budget-Remaining"));
    }
    assertFalse(answer.text().contains("Exception"), answer::text);
    if (status == 500) {
      assertEquals(
          Set.of("type", "title", "status", "detail", "instance"),
          Set.copyOf(problem.propertyNames()));
      assertFalse(problem.get("detail").asString().contains("/"), answer::text);
    }
  }

  @Test
  void tooManyRequestsOfATenant_areTurnedAway() {
    Api api = admin().tenant(name("fast"), limits(3, 10));
    for (int i = 0; i < 3; i++) {
      api.get("/api/v1/account").expect(200);
    }
    assertProblem(429, "rate-limited", api.get("/api/v1/account"));
    tenant().get("/api/v1/account").expect(200);
  }

  @Test
  void limitsOfKeysJobsAndBytes_areKept() {
    Api api = admin().tenant(name("limited"), limits(1000, 1000));
    DataOwner owner = DataOwner.join(api, "small", smallModel(), "LATENCY");
    owner.job(1);
    assertProblem(
        409,
        "limit-reached",
        api.post(
            "/api/v1/jobs",
            "{\"model\":\"small\",\"version\":%d,\"mode\":\"LATENCY\",\"keys\":\"%s\",\"chunks\":1}"
                .formatted(smallModel(), owner.bundle())));
    String sha256 =
        api.get("/api/v1/evaluation-keys/" + owner.bundle())
            .json()
            .get("manifestSha256")
            .asString();
    String body = "{\"manifestSha256\":\"%s\"}".formatted(sha256);
    api.post("/api/v1/evaluation-keys", body).expect(201);
    assertProblem(409, "limit-reached", api.post("/api/v1/evaluation-keys", body));
  }

  @Test
  void requestLineThatIsNone_isAProblemToo() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket
          .getOutputStream()
          .write("GET /a|{b HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.contains("application/problem+json"), answer);
      assertTrue(answer.contains("urn:cryptotl:problem:malformed-request"), answer);
    }
  }

  /** Neither with a length that is not kept nor in chunks of which the last is missing. */
  @Test
  void bodyThatBreaksOff_isNoFaultOfTheService() throws IOException {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    byte[] good = owner.encrypt(SmallModel.input());
    double before = internal();
    for (String length : List.of("Content-Length: " + good.length, "Transfer-Encoding: chunked")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
        String head =
            """
            POST %s HTTP/1.1
            Host: x
            Authorization: Bearer %s
            Content-Type: application/octet-stream
            %s

            %s\
            """
                .formatted(
                    owner.evaluations(),
                    owner.api().token(),
                    length,
                    length.endsWith("chunked") ? "1000\n" : "");
        socket
            .getOutputStream()
            .write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(good, 0, 1000);
        socket.shutdownOutput();
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        assertTrue(answer.contains("urn:cryptotl:problem:malformed-request"), answer);
      }
    }
    assertEquals(before, internal());
    owner.evaluate(good).expect(200);
  }

  private double internal() {
    return admin()
        .get("/actuator/prometheus")
        .expect(200)
        .text()
        .lines()
        .filter(line -> line.startsWith("cryptotl_problems_total{type=\"INTERNAL\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Nothing that comes in as octets or JSON makes the service fail. */
  @Test
  void malformedBodies_areTheCallersFault() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    byte[] good = owner.encrypt(SmallModel.input());
    String job = owner.job(1);
    String json = "{\"manifestSha256\":\"%s\"}".formatted("0".repeat(64));
    long before = 0;
    for (int i = -200; i < 1000; i++) {
      if (i == 0) {
        before = heap();
      }
      Api.Answer answer =
          switch (i & 3) {
            case 0 -> owner.evaluate(mutated(good, random, 0));
            case 1 -> owner.api().octets("PUT", job + "/chunks/0", mutated(good, random, 0));
            case 2 -> owner.evaluate(Arrays.copyOf(good, random.nextInt(good.length)));
            default -> {
              byte[] bytes = mutated(json.getBytes(StandardCharsets.UTF_8), random, 3);
              yield owner
                  .api()
                  .send(
                      owner
                          .api()
                          .request("/api/v1/evaluation-keys")
                          .header("Content-Type", "application/json")
                          .POST(BodyPublishers.ofByteArray(bytes))
                          .build());
            }
          };
      int number = i;
      assertTrue(
          answer.status() / 100 == 4,
          () ->
              "-Dseed=%d, body %d: %d %s".formatted(seed, number, answer.status(), answer.text()));
    }
    long more = heap() - before;
    assertTrue(more < MEMORY, () -> "the heap grew by %d bytes".formatted(more));
  }

  /** Bytes in use after a collection; service and callers share the heap. */
  private static long heap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  /** Changes bytes of the headers, where every one matters. */
  private static byte[] mutated(byte[] good, Random random, int more) {
    byte[] bytes = good.clone();
    int head = Math.min(bytes.length, 50);
    for (int k = 0; k <= more; k++) {
      bytes[random.nextInt(head)] ^= (byte) (1 + random.nextInt(255));
    }
    return bytes;
  }
}
