package org.cryptotl.modelowner.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.cryptotl.modelowner.Api;
import org.cryptotl.modelowner.DataOwner;
import org.cryptotl.modelowner.ServiceTest;
import org.cryptotl.modelowner.SmallModel;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class ChunkUploadTest extends ServiceTest {

  @Autowired private JdbcClient jdbc;

  private long audited(Api api) {
    String tenant = api.get("/api/v1/account").expect(200).json().get("tenantId").asString();
    return jdbc.sql("select count(*) from audit where tenant_id = ? and action = 'CHUNK'")
        .param(tenant)
        .query(Long.class)
        .single();
  }

  private static long used(Api api) {
    var budgets = api.get("/api/v1/account").expect(200).json().get("budgets");
    return budgets.isEmpty() ? 0 : budgets.get(0).get("used").asLong();
  }

  @Test
  void sameChunkManyTimesAtOnce_isChargedAndAuditedOnce() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    Api api = owner.api();
    String job = owner.job(1);
    byte[] chunk = owner.encrypt(SmallModel.input());
    List<CompletableFuture<Api.Answer>> answers =
        IntStream.range(0, 8)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(() -> api.octets("PUT", job + "/chunks/0", chunk)))
            .toList();
    answers.forEach(each -> each.join().expect(200));
    assertEquals(owner.codec().manifest().layout().capacity(), used(api));
    assertEquals(1, audited(api));
  }

  /** Where the audit entry cannot be written, nothing is charged and nothing queued. */
  @Test
  void chunkThatCannotBeAudited_isNotChargedEither() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    Api api = owner.api();
    String job = owner.job(1);
    jdbc.sql("alter table audit add constraint no_chunks check (action <> 'CHUNK') nocheck")
        .update();
    try {
      api.octets("PUT", job + "/chunks/0", owner.encrypt(SmallModel.input())).expect(500);
    } finally {
      jdbc.sql("alter table audit drop constraint no_chunks").update();
    }
    assertEquals(0, used(api));
    assertEquals(0, api.get(job).expect(200).json().get("chunksUploaded").asInt());
    api.octets("PUT", job + "/chunks/0", owner.encrypt(SmallModel.input())).expect(200);
    assertEquals(owner.codec().manifest().layout().capacity(), used(api));
    assertEquals(1, audited(api));
  }
}
