package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Processes die; jobs do not. */
class CrashTest {

  private static final int CHUNKS = 200;

  private static double[] input(int n) {
    return new double[] {n / (double) CHUNKS, -0.5, 0.25, 1};
  }

  /** All is encrypted before, so that chunks come faster than they are evaluated. */
  private static String upload(DataOwner owner, int count) {
    List<byte[]> chunks = IntStream.range(0, count).mapToObj(n -> owner.encrypt(input(n))).toList();
    String job = owner.job(count);
    IntStream.range(0, count)
        .parallel()
        .forEach(n -> owner.api().octets("PUT", job + "/chunks/" + n, chunks.get(n)).expect(200));
    return job;
  }

  private static JsonNode awaitDone(Api api, String job) {
    return api.await(job, j -> !j.get("state").asString().equals("OPEN"));
  }

  private static void checkResults(Api api, DataOwner owner, String job, int count) {
    for (int n = 0; n < count; n++) {
      byte[] result = api.get(job + "/chunks/%d/result".formatted(n)).expect(200).body();
      assertArrayEquals(SmallModel.plain(input(n)), owner.decrypt(result, 1)[0], 0.01);
    }
    JsonNode chunks = api.get(job + "/chunks").expect(200).json().get("chunks");
    assertEquals(count, chunks.size());
  }

  @Test
  void killedInTheMiddleOfAJob_goesOnAfterTheNextStart(@TempDir Path directory) {
    DataOwner owner;
    String job;
    int done;
    try (ServiceProcess service = ServiceProcess.start(directory, "cryptotl.workers.threads=1")) {
      int version = service.admin().offer("small", SmallModel.IMPORT, SmallModel.file());
      owner = DataOwner.join(service.admin().tenant("clinic", null), "small", version, "LATENCY");
      job = upload(owner, CHUNKS);
      owner.api().await(job, j -> j.get("chunksDone").asInt() >= 5);
      service.kill();
    }
    try (ServiceProcess service = ServiceProcess.start(directory)) {
      Api api = service.admin().as(owner.api().token());
      done = api.get(job).expect(200).json().get("chunksDone").asInt();
      assertTrue(done >= 5, "results were lost");
      assertTrue(done < CHUNKS, "the job was done before the kill, which shows nothing");
      JsonNode after = awaitDone(api, job);
      assertEquals("DONE", after.get("state").asString(), after::toString);
      assertEquals(CHUNKS, after.get("chunksDone").asInt());
      checkResults(api, owner, job, CHUNKS);
      long charged = api.get("/api/v1/account").json().get("budgets").get(0).get("used").asLong();
      assertEquals(CHUNKS, charged);
    }
  }

  @Test
  void trainingThatWasKilled_beginsAnew(@TempDir Path directory) {
    String request =
        """
        {"source": "CSV", "low": -1, "high": 1, "maxError": 0.01, "modes": ["LATENCY"],
         "training": {"labelColumn": "label", "preset": "TABLE", "hidden": 8, "features": 4,
                      "epochs": 60, "patience": 10000}}
        """;
    String path = "/api/v1/models/trained/versions/1";
    try (ServiceProcess service = ServiceProcess.start(directory)) {
      service.admin().createVersion("trained", request, SmallModel.csv(2000)).expect(202);
      service.admin().await(path, v -> v.get("epochs").size() > 1);
      service.kill();
    }
    try (ServiceProcess service = ServiceProcess.start(directory)) {
      JsonNode made =
          service.admin().await(path, v -> !v.get("state").asString().matches("QUEUED|.*ING"));
      assertEquals("READY", made.get("state").asString(), made::toString);
      assertEquals(60, made.get("epochs").size());
    }
  }

  @Test
  void twoProcessesOnOnePostgres_shareAJobAndOneMayDie(@TempDir Path directory) throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String[] settings = {
        "spring.profiles.active=postgres",
        "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
        "spring.datasource.username=postgres",
        "spring.datasource.password=",
        "cryptotl.blobs=DATABASE",
        "cryptotl.workers.threads=1"
      };
      try (ServiceProcess first = ServiceProcess.start(directory, settings);
          ServiceProcess second = ServiceProcess.start(directory, settings)) {
        int version = first.admin().offer("small", SmallModel.IMPORT, SmallModel.file());
        DataOwner owner =
            DataOwner.join(first.admin().tenant("clinic", null), "small", version, "LATENCY");
        String job = upload(owner, CHUNKS);
        Api other = second.admin().as(owner.api().token());
        JsonNode under =
            other.await(
                job,
                j ->
                    j.get("chunksDone").asInt() == CHUNKS
                        || (evaluated(first) > 0 && evaluated(second) > 0));
        assertTrue(under.get("chunksDone").asInt() < CHUNKS, "one did it all alone");
        first.kill();
        int before = other.get(job).json().get("chunksDone").asInt();
        assertTrue(before < CHUNKS, "the job was done before the kill, which shows nothing");
        JsonNode after = awaitDone(other, job);
        assertEquals("DONE", after.get("state").asString(), after::toString);
        assertEquals(CHUNKS, after.get("chunksDone").asInt());
        checkResults(other, owner, job, CHUNKS);
      }
    }
  }

  private static double evaluated(ServiceProcess service) {
    return service
        .admin()
        .get("/actuator/prometheus")
        .expect(200)
        .text()
        .lines()
        .filter(line ->
            line.startsWith("cryptotl_evaluation_seconds_count") && line.contains("evaluate"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
