package org.cryptotl.dataowner.access;

import java.nio.file.Path;
import org.cryptotl.dataowner.DataOwnerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {

  @Test
  void firstToken_whenDeleted_isNotMadeAgainAtTheNextStart(@TempDir Path folder) {
    try (DataOwnerProcess service = new DataOwnerProcess(folder)) {
      String id =
          service.api().get("/api/v1/tokens").expect(200).json().get(0).get("id").asString();
      service.api().delete("/api/v1/tokens/" + id).expect(204);
      service.api().get("/api/v1/tokens").expect(401);
      service.kill();
      service.start();
      service.api().get("/api/v1/tokens").expect(401);
    }
  }
}
