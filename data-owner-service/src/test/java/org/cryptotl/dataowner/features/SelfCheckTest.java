package org.cryptotl.dataowner.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.cryptotl.dataowner.Journey;
import org.cryptotl.dataowner.ModelOwnerProcess;
import org.cryptotl.dataowner.Recorder;
import org.cryptotl.dataowner.ServiceTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SelfCheckTest extends ServiceTest {

  @Test
  void featuresOfOtherInputs_areNoticed_andNotKeptAsDone() {
    ModelOwnerProcess modelOwner = ModelOwnerProcess.shared();
    AtomicReference<byte[]> before = new AtomicReference<>();
    try (Recorder late =
        new Recorder(
            modelOwner.address(),
            (path, answer) -> {
              if (!path.endsWith("/evaluations")) {
                return answer;
              }
              byte[] earlier = before.getAndSet(answer);
              return earlier == null ? answer : earlier;
            })) {
      Journey journey = Journey.begin(api(), modelOwner, late.address(), "late answers");
      journey.keys("LATENCY");
      String set = journey.extract(journey.dataset(40, 61), "LATENCY");
      JsonNode ended =
          api()
              .await(
                  "/api/v1/feature-sets/" + set, s -> !s.get("state").asString().equals("RUNNING"));
      assertEquals("FAILED", ended.get("state").asString(), ended::toString);
      assertTrue(ended.get("failure").asString().contains("not to be relied on"), ended::toString);
      assertTrue(ended.get("doneRows").asInt() < 40, ended::toString);
    }
  }
}
