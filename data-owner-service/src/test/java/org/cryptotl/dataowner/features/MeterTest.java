package org.cryptotl.dataowner.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.cryptotl.dataowner.Journey;
import org.cryptotl.dataowner.ModelOwnerProcess;
import org.cryptotl.dataowner.Recorder;
import org.cryptotl.dataowner.ServiceTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Times move while a stage is under way. */
class MeterTest extends ServiceTest {

  @Test
  void stageUnderWay_counts_andIsNotCountedTwice() {
    Meter meter = new Meter(Statistics.NONE);
    double during =
        meter.time(
            Stage.ENCODE,
            () -> {
              Thread.sleep(20);
              return meter.statistics().stageMillis().get(Stage.ENCODE);
            });
    assertTrue(during >= 20, () -> during + " ms");
    double after = meter.statistics().stageMillis().get(Stage.ENCODE);
    assertTrue(after >= during, () -> after + " ms");
    assertEquals(after, meter.statistics().stageMillis().get(Stage.ENCODE), "it has ended");
    double onTheWay =
        meter.request(() -> {
          Thread.sleep(20);
          return meter.statistics().stageMillis().get(Stage.TRANSFER);
        });
    assertTrue(onTheWay >= 20, () -> onTheWay + " ms");
    assertEquals(0, meter.statistics().stageMillis().get(Stage.TRANSFER), "its parts are added");
  }

  @Test
  void singleChunk_showsTimesThatMove_beforeItIsDone() {
    CountDownLatch seen = new CountDownLatch(1);
    try (Recorder slow =
        new Recorder(
            ModelOwnerProcess.shared().address(),
            (path, answer) -> {
              if (path.endsWith("/evaluations")) {
                await(seen);
              }
              return answer;
            })) {
      Journey journey =
          Journey.begin(api(), ModelOwnerProcess.shared(), slow.address(), "slow answers");
      journey.keys("THROUGHPUT");
      String set = journey.extract(journey.dataset(100, 84), "THROUGHPUT");
      String path = "/api/v1/feature-sets/" + set;
      JsonNode first =
          api().await(path, s -> s.at("/statistics/stageMillis/TRANSFER").asDouble() > 0);
      double before = first.at("/statistics/stageMillis/TRANSFER").asDouble();
      JsonNode later =
          api()
              .await(path, s -> s.at("/statistics/stageMillis/TRANSFER").asDouble() > before + 500);
      assertTrue(later.at("/statistics/stageMillis/ENCRYPT").asDouble() > 0, later::toString);
      assertEquals(0, later.get("doneRows").asInt(), later::toString);
      seen.countDown();
      assertEquals(100, journey.done(set).get("doneRows").asInt());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
