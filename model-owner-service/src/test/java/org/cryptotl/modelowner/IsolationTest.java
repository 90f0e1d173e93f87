package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class IsolationTest extends ServiceTest {

  @Autowired private JdbcClient jdbc;

  /** The answers to somebody else's things and to what does not exist differ in nothing. */
  @Test
  void othersThings_lookLikeNone() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    String job = owner.job(1);
    owner.api().octets("PUT", job + "/chunks/0", owner.encrypt(SmallModel.input())).expect(200);
    owner.api().await(job, j -> j.get("state").asString().equals("DONE"));
    String keys = "/api/v1/evaluation-keys/" + owner.bundle();
    Api stranger = tenant();
    for (String path :
        List.of(job, job + "/chunks", job + "/chunks/0/result", job + "/events", keys)) {
      String none = path.replaceAll("[0-9a-f-]{36}", "00000000-0000-0000-0000-000000000000");
      assertAlike(stranger.get(none), stranger.get(path));
      owner.api().get(path).expect(200);
    }
    for (String path : List.of(job + "/cancel", job + "/retry")) {
      stranger.post(path, "").expect(404);
    }
    for (String path : List.of(job, keys)) {
      stranger.delete(path).expect(404);
      owner.api().get(path).expect(200);
    }
    stranger.octets("PUT", job + "/chunks/0", new byte[10]).expect(404);
    stranger.octets("PUT", keys + "/content", new byte[10]).expect(404);
    assertFalse(stranger.get("/api/v1/jobs").text().contains(owner.bundle()));
    assertFalse(stranger.get("/api/v1/evaluation-keys").text().contains(owner.bundle()));
  }

  /** Keys of others are for use as if there were none. */
  @Test
  void othersKeys_cannotBeUsed() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    DataOwner stranger = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    byte[] request = stranger.encrypt(SmallModel.input());
    String none = "00000000-0000-0000-0000-000000000000";
    String evaluations =
        "/api/v1/models/small/versions/%d/evaluations?mode=LATENCY&keys=".formatted(smallModel());
    assertAlike(
        stranger.api().octets("POST", evaluations + none, request),
        stranger.api().octets("POST", evaluations + owner.bundle(), request));
    String job =
        "{\"model\":\"small\",\"version\":%d,\"mode\":\"LATENCY\",\"keys\":\"%s\",\"chunks\":1}";
    assertAlike(
        stranger.api().post("/api/v1/jobs", job.formatted(smallModel(), none)),
        stranger.api().post("/api/v1/jobs", job.formatted(smallModel(), owner.bundle())));
  }

  /**
   * What is somebody else's and what does not exist take the same time: the medians of many
   * answers, asked for in turn, differ by less than their own spread.
   */
  @Test
  void othersThings_takeAsLongAsNone() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    Api stranger = tenant();
    for (String path : List.of(owner.job(1), "/api/v1/evaluation-keys/" + owner.bundle())) {
      String none = path.replaceAll("[0-9a-f-]{36}", "00000000-0000-0000-0000-000000000000");
      List<Long> others = new ArrayList<>();
      List<Long> absent = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        others.add(nanos(stranger, path));
        absent.add(nanos(stranger, none));
      }
      Collections.sort(others);
      Collections.sort(absent);
      long low = Math.min(others.get(100), absent.get(100));
      long high = Math.max(others.get(300), absent.get(300));
      assertTrue(
          Math.abs(others.get(200) - absent.get(200)) <= high - low,
          () -> "%d and %d ns".formatted(others.get(200), absent.get(200)));
    }
  }

  private static long nanos(Api api, String path) {
    long start = System.nanoTime();
    api.get(path).expect(404);
    return System.nanoTime() - start;
  }

  private static void assertAlike(Api.Answer none, Api.Answer others) {
    assertEquals(404, others.status(), others::text);
    assertEquals(none.json().get("detail").asString(), others.json().get("detail").asString());
  }

  @Test
  void versionsThatAreNotOffered_areHiddenFromDataOwners() {
    int number =
        admin()
            .createVersion("hidden", SmallModel.IMPORT, SmallModel.file())
            .expect(202)
            .json()
            .get("version")
            .asInt();
    String path = "/api/v1/models/hidden/versions/" + number;
    admin().await(path, v -> v.get("state").asString().equals("READY"));
    Api api = tenant();
    api.get(path).expect(404);
    api.get(path + "/manifests/LATENCY").expect(404);
    assertFalse(api.get("/api/v1/models").text().contains("hidden"));
  }

  @Test
  void deletedTenant_losesItsTokensKeysAndJobs() throws IOException {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    String job = owner.job(1);
    owner.api().octets("PUT", job + "/chunks/0", owner.encrypt(SmallModel.input())).expect(200);
    owner.api().await(job, j -> j.get("state").asString().equals("DONE"));
    String jobId = job.substring(job.lastIndexOf('/') + 1);
    Path keys = blobs().resolve("keys").resolve(owner.bundle());
    Path chunks = blobs().resolve("jobs").resolve(jobId);
    String id = owner.api().get("/api/v1/account").json().get("tenantId").asString();
    assertTrue(Files.exists(keys));
    assertEquals(1, files(chunks));
    for (String table : new String[] {"token", "key_bundle", "job", "budget_use"}) {
      assertEquals(1, rows(table, "tenant_id", id), table);
    }
    assertEquals(1, rows("chunk", "job_id", jobId));
    admin().delete("/api/v1/tenants/" + id).expect(204);
    owner.api().get("/api/v1/account").expect(401);
    admin().get("/api/v1/tenants/" + id).expect(404);
    for (String table : new String[] {"token", "key_bundle", "job", "budget_use"}) {
      assertEquals(0, rows(table, "tenant_id", id), table);
    }
    assertEquals(0, rows("chunk", "job_id", jobId));
    assertFalse(Files.exists(keys));
    assertFalse(Files.exists(chunks));
  }

  private int rows(String table, String column, String id) {
    return jdbc.sql("select count(*) from %s where %s = ?".formatted(table, column))
        .param(id)
        .query(Integer.class)
        .single();
  }

  private static long files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void versionsOfServiceAndJava_areToldToAdministrators() {
    var info = admin().get("/actuator/info").expect(200).json();
    assertEquals("model-owner-service", info.path("build").path("artifact").asString());
    assertFalse(info.path("build").path("version").asString().isEmpty());
    assertEquals(
        Runtime.version().toString(), info.path("java").path("runtime").path("version").asString());
  }

  @Test
  void auditLog_namesWhoEvaluatedWhat() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    owner.evaluate(owner.encrypt(SmallModel.input())).expect(200);
    String id = owner.api().get("/api/v1/account").json().get("tenantId").asString();
    var entry = admin().get("/api/v1/audit?limit=1").expect(200).json().get("entries").get(0);
    assertEquals(id, entry.get("tenantId").asString());
    assertEquals("EVALUATION", entry.get("action").asString());
    assertEquals("small", entry.get("model").asString());
    assertEquals(1, entry.get("samples").asInt());
  }
}
