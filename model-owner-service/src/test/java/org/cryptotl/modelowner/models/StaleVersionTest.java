package org.cryptotl.modelowner.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;
import org.cryptotl.modelowner.ServiceTest;
import org.cryptotl.modelowner.SmallModel;
import org.cryptotl.modelowner.blobs.BlobStore;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Versions that are offered, whatever becomes of the work on them. */
class StaleVersionTest extends ServiceTest {

  @Autowired private PlanCache plans;
  @Autowired private VersionStore versions;
  @Autowired private BlobStore blobs;
  @Autowired private JdbcClient jdbc;

  /** Without its model a version cannot be planned again. */
  @Test
  void versionThatIsPlannedDifferently_isPlannedOnce() throws IOException {
    int number = admin().offer("stale", SmallModel.IMPORT, SmallModel.file());
    jdbc.sql("update model_version set latency_manifest = ? where model = 'stale' and version = ?")
        .params("0".repeat(64), number)
        .update();
    assertStale(number);
    blobs.delete(versions.find("stale", number).orElseThrow().modelBlob());
    assertStale(number);
  }

  private void assertStale(int number) {
    Problem problem = assertThrows(Problem.class, () -> plans.get("stale", number, Mode.LATENCY));
    assertEquals(ProblemType.STALE_MANIFEST, problem.type());
  }

  @Test
  void versionThatIsOffered_doesNotFailAfterwards() {
    int number = admin().offer("settled", SmallModel.IMPORT, SmallModel.file());
    versions.fail(versions.find("settled", number).orElseThrow(), "too late");
    StoredVersion after = versions.find("settled", number).orElseThrow();
    assertEquals(Version.State.ACTIVE, after.state());
    assertEquals(null, after.failure());
  }

  @Test
  void versionThatWasCancelled_getsNoCard() {
    int number =
        admin()
            .createVersion("dropped", SmallModel.IMPORT, SmallModel.file())
            .expect(202)
            .json()
            .get("version")
            .asInt();
    admin().post("/api/v1/models/dropped/versions/%d/cancel".formatted(number), "").expect(200);
    Card card = versions.find("small", smallModel()).orElseThrow().card();
    versions.planned(versions.find("dropped", number).orElseThrow(), card, Map.of());
    assertEquals(null, versions.find("dropped", number).orElseThrow().card());
  }
}
