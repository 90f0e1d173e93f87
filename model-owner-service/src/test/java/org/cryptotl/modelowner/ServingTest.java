package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Health, metrics and headers. */
class ServingTest extends ServiceTest {

  private Api anybody() {
    return admin().as(null);
  }

  @Test
  void healthGroups_areForEverybodyAndTellNothingElse() {
    for (String group : new String[] {"", "/liveness", "/readiness"}) {
      Api.Answer answer = anybody().get("/actuator/health" + group).expect(200);
      assertEquals("UP", answer.json().get("status").asString());
      assertTrue(!answer.json().has("components"), answer::text);
    }
    anybody().get("/actuator/env").expect(401);
  }

  @Test
  void answers_carrySecurityHeaders() {
    for (String path : new String[] {"/api/v1/models", "/swagger-ui/index.html"}) {
      Api.Answer answer = tenant().get(path).expect(200);
      assertEquals("nosniff", answer.header("X-Content-Type-Options"));
      assertEquals("DENY", answer.header("X-Frame-Options"));
      assertEquals("no-referrer", answer.header("Referrer-Policy"));
      assertTrue(answer.header("Content-Security-Policy").contains("default-src 'self'"));
      assertTrue(answer.header("Cache-Control").contains("no-store"), path);
    }
  }

  @Test
  void metrics_tellOfStepsQueueKeysAndProblems() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    Api.Answer answer = owner.evaluate(owner.encrypt(SmallModel.input())).expect(200);
    owner.api().get("/api/v1/jobs/none").expect(404);
    String timing = answer.header("Server-Timing");
    String metrics = admin().get("/actuator/prometheus").expect(200).text();
    for (String step : new String[] {"read", "wait", "keys", "evaluate", "write"}) {
      assertTrue(timing.contains(step + ";dur="), timing);
      assertTrue(
          metrics.contains(
              "cryptotl_evaluation_seconds_count{mode=\"LATENCY\",step=\"%s\"}".formatted(step)),
          metrics);
    }
    for (String name :
        new String[] {
          "cryptotl_samples_total{mode=\"LATENCY\"}",
          "cryptotl_queue_chunks ",
          "cryptotl_queue_oldest_job_seconds ",
          "cryptotl_keys_hits_total ",
          "cryptotl_keys_reads_total ",
          "cryptotl_keys_bytes ",
          "cryptotl_problems_total{type=\"NOT_FOUND\"}"
        }) {
      assertTrue(metrics.contains("\n" + name), name);
    }
  }
}
