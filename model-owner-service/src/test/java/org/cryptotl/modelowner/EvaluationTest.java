package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EvaluationTest extends ServiceTest {

  @ParameterizedTest
  @ValueSource(strings = {"LATENCY", "THROUGHPUT"})
  void resultsDecryptToThePlainOutputs(String mode) {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), mode);
    Api.Answer answer = owner.evaluate(owner.encrypt(SmallModel.input())).expect(200);
    assertArrayEquals(
        SmallModel.plain(SmallModel.input()), owner.decrypt(answer.body(), 1)[0], 0.01);
    long capacity = owner.codec().manifest().layout().capacity();
    assertEquals(Long.toString(1_000_000 - capacity), answer.header("Query-Budget-Remaining"));
  }

  @Test
  void equalRequests_giveDifferentCiphertexts() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    byte[] request = owner.encrypt(SmallModel.input());
    assertFalse(
        Arrays.equals(
            owner.evaluate(request).expect(200).body(),
            owner.evaluate(request).expect(200).body()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATENCY", "THROUGHPUT"})
  void job_givesEachChunksResults(String mode) {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), mode);
    Api api = owner.api();
    String job = owner.job(3);
    for (int n = 0; n < 3; n++) {
      double[] input = {n / 4.0, -0.5, 0.25, 1};
      byte[] chunk = owner.encrypt(input);
      api.octets("PUT", job + "/chunks/" + n, chunk).expect(200);
      api.octets("PUT", job + "/chunks/" + n, chunk).expect(200);
    }
    api.octets("PUT", job + "/chunks/1", owner.encrypt(SmallModel.input())).expect(409);
    String events = api.events(job + "/events");
    assertTrue(events.contains("event:progress"), events);
    assertTrue(events.contains("\"state\":\"DONE\""), events);
    JsonNode done = api.get(job).expect(200).json();
    assertEquals(3, done.get("chunksDone").asInt(), done::toString);
    for (int n = 0; n < 3; n++) {
      byte[] result = api.get(job + "/chunks/%d/result".formatted(n)).expect(200).body();
      assertArrayEquals(
          SmallModel.plain(new double[] {n / 4.0, -0.5, 0.25, 1}),
          owner.decrypt(result, 1)[0],
          0.01);
    }
    api.delete(job).expect(204);
    api.get(job).expect(404);
  }

  @Test
  void cancelledJob_goesOnAfterRetry() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "LATENCY");
    Api api = owner.api();
    String job = owner.job(2);
    api.octets("PUT", job + "/chunks/0", owner.encrypt(SmallModel.input())).expect(200);
    api.get(job + "/chunks/1/result").expect(404);
    assertEquals("CANCELLED", api.post(job + "/cancel", "").json().get("state").asString());
    api.octets("PUT", job + "/chunks/1", owner.encrypt(SmallModel.input())).expect(409);
    assertEquals("OPEN", api.post(job + "/retry", "").expect(200).json().get("state").asString());
    api.octets("PUT", job + "/chunks/1", owner.encrypt(SmallModel.input())).expect(200);
    api.await(job, j -> j.get("state").asString().equals("DONE"));
    api.post(job + "/cancel", "").expect(409);
  }
}
