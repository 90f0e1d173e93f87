package org.cryptotl.modelowner.evaluationkeys;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import org.cryptotl.modelowner.Api;
import org.cryptotl.modelowner.DataOwner;
import org.cryptotl.modelowner.ServiceTest;
import org.cryptotl.modelowner.SmallModel;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class KeyExpiryTest extends ServiceTest {

  @Autowired private KeyBundles bundles;
  @Autowired private JdbcClient jdbc;

  @Test
  void keysThatWereNotUsedForLong_areDeletedWithTheirBytes() throws IOException {
    Api api = tenant();
    DataOwner used = DataOwner.join(api, "small", smallModel(), "LATENCY");
    DataOwner unused = DataOwner.join(api, "small", smallModel(), "LATENCY");
    Instant lately = Instant.now().minusSeconds(60);
    for (DataOwner each : new DataOwner[] {used, unused}) {
      jdbc.sql("update key_bundle set used_at = ?, expires_at = ? where id = ?")
          .params(lately.minusSeconds(3600).toEpochMilli(), lately.toEpochMilli(), each.bundle())
          .update();
    }
    used.evaluate(used.encrypt(SmallModel.input())).expect(200);
    assertTrue(Files.exists(blobs().resolve(KeyBundles.blob(unused.bundle()))));
    bundles.expire();
    api.get("/api/v1/evaluation-keys/" + used.bundle()).expect(200);
    api.get("/api/v1/evaluation-keys/" + unused.bundle()).expect(404);
    assertFalse(Files.exists(blobs().resolve(KeyBundles.blob(unused.bundle()))));
    unused.evaluate(unused.encrypt(SmallModel.input())).expect(404);
  }
}
