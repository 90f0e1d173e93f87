package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Requests at the same time that must not all be granted. */
class ParallelTest extends ServiceTest {

  private static final int ROUNDS = 10;

  private static List<Api.Answer> atOnce(int count, IntFunction<Api.Answer> call) {
    List<CompletableFuture<Api.Answer>> calls =
        IntStream.range(0, count)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> call.apply(i), Thread::startVirtualThread))
            .toList();
    return calls.stream().map(CompletableFuture::join).toList();
  }

  private static void assertOneMade(List<Api.Answer> answers) {
    assertEquals(1, answers.stream().filter(a -> a.status() == 201).count());
    answers.stream()
        .filter(a -> a.status() != 201)
        .forEach(a -> ProblemTest.assertProblem(409, "limit-reached", a));
  }

  private Api limited() {
    return admin()
        .tenant(
            name("parallel"),
            "{\"maxStoredBytes\":10000000000,\"maxKeyBundles\":1,\"maxJobs\":1,"
                + "\"requestsPerMinute\":10000,\"samplesPerModel\":10,"
                + "\"budgetPeriodSeconds\":3600}");
  }

  @Test
  void bundlesMadeAtOnce_areNoMoreThanAllowed() {
    String version = "/api/v1/models/small/versions/" + smallModel();
    String sha256 =
        admin()
            .get(version + "/manifests/LATENCY")
            .expect(200)
            .json()
            .get("manifestSha256")
            .asString();
    for (int round = 0; round < ROUNDS; round++) {
      Api api = limited();
      assertOneMade(
          atOnce(
              6,
              _ ->
                  api.post(
                      "/api/v1/evaluation-keys", "{\"manifestSha256\":\"%s\"}".formatted(sha256))));
    }
  }

  @Test
  void jobsMadeAtOnce_areNoMoreThanAllowed() {
    DataOwner owner = DataOwner.join(limited(), "small", smallModel(), "LATENCY");
    String body =
        "{\"model\":\"small\",\"version\":%d,\"mode\":\"LATENCY\",\"keys\":\"%s\",\"chunks\":1}"
            .formatted(smallModel(), owner.bundle());
    for (int round = 0; round < ROUNDS; round++) {
      List<Api.Answer> answers = atOnce(6, _ -> owner.api().post("/api/v1/jobs", body));
      assertOneMade(answers);
      String id =
          answers.stream()
              .filter(a -> a.status() == 201)
              .findFirst()
              .orElseThrow()
              .json()
              .get("id")
              .asString();
      owner.api().delete("/api/v1/jobs/" + id).expect(204);
    }
  }

  @Test
  void versionsActivatedAtOnce_leaveOneActive() {
    String model = name("parallel");
    String path = "/api/v1/models/%s/versions/".formatted(model);
    for (int i = 0; i < 3; i++) {
      admin().offer(model, SmallModel.IMPORT, SmallModel.file());
    }
    for (int round = 0; round < ROUNDS; round++) {
      atOnce(3, i -> admin().post(path + (i + 1) + "/activate", ""))
          .forEach(answer -> answer.expect(200));
      long active =
          Stream.of(1, 2, 3)
              .map(i -> admin().get(path + i).json().get("state").asString())
              .filter("ACTIVE"::equals)
              .count();
      assertEquals(1, active);
    }
  }
}
