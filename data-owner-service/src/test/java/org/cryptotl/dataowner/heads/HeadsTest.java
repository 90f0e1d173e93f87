package org.cryptotl.dataowner.heads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.ServiceTest;
import org.cryptotl.dataowner.datasets.Datasets;
import org.cryptotl.dataowner.features.FeatureSet;
import org.cryptotl.dataowner.features.Features;
import org.cryptotl.dataowner.modelowner.ModelOwners;
import org.cryptotl.dataowner.modelowner.ModelVersion;
import org.cryptotl.dataowner.problems.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class HeadsTest extends ServiceTest {

  private static final int ROWS = 400;

  @Autowired private JdbcClient jdbc;
  @Autowired private Heads heads;
  @Autowired private HeadTable table;
  @Autowired private Features features;
  @Autowired private Datasets datasets;
  @Autowired private ModelOwners owners;
  @Autowired private CryptotlProperties properties;

  private StoredFeatures stored;

  @BeforeEach
  void store() throws IOException {
    stored = StoredFeatures.make(api(), jdbc, data(), ROWS);
  }

  @AfterEach
  void forget() {
    jdbc.sql("delete from model_owner where address = ?").param(StoredFeatures.ADDRESS).update();
  }

  private HeadRequest request() {
    return new HeadRequest(stored.set(), "head", null, null, null, null, null, null, null, null);
  }

  private JsonNode ended(String id) {
    return api().await("/api/v1/heads/" + id, h -> !h.get("state").asString().equals("TRAINING"));
  }

  @Test
  void trainingWithoutRoom_isRefused_withTheRowsThatHaveIt() {
    jdbc.sql("update feature_set set row_count = 2000000000 where id = ?")
        .param(stored.set())
        .update();
    String detail =
        api()
            .post(
                "/api/v1/heads",
                "{\"featureSetId\":\"%s\",\"name\":\"large\"}".formatted(stored.set()))
            .expect(409)
            .json()
            .get("detail")
            .asString();
    assertTrue(detail.contains("2000000000 rows of 7 numbers"), detail);
    assertTrue(detail.contains("-Xmx"), detail);
    FeatureSet set = features.get(stored.set());
    Problem problem =
        assertThrows(Problem.class, () -> TrainingMemory.require(set, 112 * 1000 + 5));
    assertTrue(problem.getMessage().contains("enough for 1000 rows"), problem.getMessage());
  }

  @Test
  void trainingThatRunsOutOfMemory_hasFailed() {
    Features small = mock(Features.class);
    FeatureSet set = features.get(stored.set());
    when(small.get(any())).thenReturn(set);
    when(small.done(any())).thenReturn(set);
    when(small.vectors(any())).thenThrow(new OutOfMemoryError("of the test"));
    Heads trained = new Heads(table, small, datasets, owners, properties);
    try {
      JsonNode failed = ended(trained.train(request()).id());
      assertEquals("FAILED", failed.get("state").asString());
      assertTrue(failed.get("failure").asString().contains("-Xmx"), failed::toString);
    } finally {
      trained.stop();
    }
  }

  /** A training of minutes; deleting what it learns from lets the next one begin. */
  private void assertStoppedBy(Runnable deletion) throws IOException {
    HeadRequest slow =
        new HeadRequest(stored.set(), "slow", null, null, null, 20, 1, 1024, 500, 500);
    String id = heads.train(slow).id();
    api().await("/api/v1/heads/" + id, h -> h.get("of").asInt() > 0);
    deletion.run();
    api().get("/api/v1/heads/" + id).expect(404);
    store();
    assertEquals("READY", ended(heads.train(request()).id()).get("state").asString());
  }

  @Test
  void deletedDataset_stopsTheTraining() throws IOException {
    assertStoppedBy(() -> api().delete("/api/v1/datasets/" + stored.dataset()).expect(204));
  }

  @Test
  void deletedFeatureSet_stopsTheTraining() throws IOException {
    assertStoppedBy(() -> api().delete("/api/v1/feature-sets/" + stored.set()).expect(204));
  }

  @Test
  void deletedConnection_stopsTheTraining() throws IOException {
    assertStoppedBy(() -> api().delete("/api/v1/model-owners/" + stored.owner()).expect(200));
  }

  @Test
  void trainingThatWasCutOffThreeTimes_isNotBegunAgain() {
    ModelVersion model = new ModelVersion(stored.owner(), "m", 1);
    HeadTable.Known known =
        new HeadTable.Known("head", model, "", datasets.get(stored.dataset()).labels());
    table.insert("cut-off-twice", known, request());
    table.insert("cut-off-thrice", known, request());
    for (int i = 0; i < 3; i++) {
      table.begin("cut-off-thrice");
    }
    table.begin("cut-off-twice");
    table.begin("cut-off-twice");
    heads.goOn();
    HeadVersion failed = heads.get("cut-off-thrice");
    assertEquals(HeadState.FAILED, failed.state());
    assertTrue(failed.failure().contains("3 times"), failed.failure());
    assertEquals("READY", ended("cut-off-twice").get("state").asString());
  }
}
