package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What operators rely on, tried on the service as a process. */
class OperationsTest {

  private static final int CHUNKS = 40;

  private static double[] input(int n) {
    return new double[] {n / (double) CHUNKS, -0.5, 0.25, 1};
  }

  /** Chunks that run when the service is told to stop are finished; the others wait. */
  @Test
  void stoppedInTheMiddleOfAJob_leavesNoChunkHalfDone(@TempDir Path directory) {
    DataOwner owner;
    String job;
    List<byte[]> chunks;
    try (ServiceProcess service = ServiceProcess.start(directory)) {
      int version = service.admin().offer("small", SmallModel.IMPORT, SmallModel.file());
      owner =
          DataOwner.join(service.admin().tenant("clinic", null), "small", version, "THROUGHPUT");
      chunks = IntStream.range(0, CHUNKS).mapToObj(n -> owner.encrypt(input(n))).toList();
      job = owner.job(CHUNKS);
      for (int n = 0; n < CHUNKS - 1; n++) {
        owner.api().octets("PUT", job + "/chunks/" + n, chunks.get(n)).expect(200);
      }
      service.terminate();
      assertFalse(service.log().contains("an attempt at a chunk failed"), service::log);
    }
    try (ServiceProcess service = ServiceProcess.start(directory)) {
      Api api = service.admin().as(owner.api().token());
      api.octets("PUT", job + "/chunks/" + (CHUNKS - 1), chunks.getLast()).expect(200);
      JsonNode after = api.await(job, j -> !j.get("state").asString().equals("OPEN"));
      assertEquals("DONE", after.get("state").asString(), after::toString);
      for (JsonNode each : api.get(job + "/chunks").json().get("chunks")) {
        assertEquals(1, each.get("attempts").asInt(), each::toString);
        int n = each.get("number").asInt();
        byte[] result = api.get(job + "/chunks/%d/result".formatted(n)).expect(200).body();
        assertArrayEquals(SmallModel.plain(input(n)), owner.decrypt(result, 1)[0], 0.01);
      }
    }
  }

  @Test
  void moreRequestsThanCanWait_areTurnedAway(@TempDir Path directory) {
    try (ServiceProcess service =
        ServiceProcess.start(
            directory,
            "cryptotl.evaluations.concurrent=1",
            "cryptotl.evaluations.waiting=1",
            "logging.structured.format.console=ecs")) {
      int version = service.admin().offer("small", SmallModel.IMPORT, SmallModel.file());
      DataOwner owner =
          DataOwner.join(service.admin().tenant("clinic", null), "small", version, "THROUGHPUT");
      byte[] request = owner.encrypt(input(1));
      List<CompletableFuture<Api.Answer>> answers =
          IntStream.range(0, 12)
              .mapToObj(_ -> CompletableFuture.supplyAsync(() -> owner.evaluate(request)))
              .toList();
      int turnedAway = 0;
      int answered = 0;
      for (CompletableFuture<Api.Answer> each : answers) {
        Api.Answer answer = each.join();
        if (answer.status() == 200) {
          answered++;
          assertArrayEquals(SmallModel.plain(input(1)), owner.decrypt(answer.body(), 1)[0], 0.01);
        } else {
          turnedAway++;
          ProblemTest.assertProblem(429, "busy", answer);
        }
      }
      assertTrue(answered > 0 && turnedAway > 0, answered + " answered, " + turnedAway + " not");
      assertStructured(service.log(), turnedAway);
    }
  }

  /** A body that comes byte by byte holds its tenant's only place, and not for ever. */
  @Test
  void slowBody_isGivenUpAndHindersNobodyElse(@TempDir Path directory) throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(
            directory,
            "cryptotl.evaluations.concurrent=1",
            "cryptotl.evaluations.waiting=1",
            "cryptotl.evaluations.body-time=10s")) {
      int version = service.admin().offer("small", SmallModel.IMPORT, SmallModel.file());
      DataOwner slow =
          DataOwner.join(service.admin().tenant("slow", null), "small", version, "LATENCY");
      DataOwner other =
          DataOwner.join(service.admin().tenant("other", null), "small", version, "LATENCY");
      byte[] request = slow.encrypt(input(1));
      try (Socket socket =
          new Socket(
              InetAddress.getLoopbackAddress(), URI.create(slow.api().address()).getPort())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            """
            POST %s HTTP/1.1
            Host: localhost
            Authorization: Bearer %s
            Content-Type: application/octet-stream
            Content-Length: %d

            """
                .formatted(slow.evaluations(), slow.api().token(), request.length)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        drip(socket, request, 0, 10);
        ProblemTest.assertProblem(429, "busy", slow.evaluate(request));
        other.evaluate(other.encrypt(input(1))).expect(200);
        drip(socket, request, 10, 300);
        byte[] answer = new byte[1000];
        String text =
            new String(answer, 0, socket.getInputStream().read(answer), StandardCharsets.US_ASCII);
        assertTrue(text.startsWith("HTTP/1.1 400"), text);
      }
      slow.evaluate(request).expect(200);
    }
  }

  /** Sends a byte every tenth of a second until an answer is there. */
  private static void drip(Socket socket, byte[] bytes, int from, int to)
      throws IOException, InterruptedException {
    for (int i = from; i < to && socket.getInputStream().available() == 0; i++) {
      socket.getOutputStream().write(bytes[i]);
      Thread.sleep(100);
    }
  }

  /** Every line is an object with the usual fields of Elastic's schema. */
  private static void assertStructured(String log, int turnedAway) {
    int busy = 0;
    for (String line : log.lines().filter(l -> l.startsWith("{")).toList()) {
      JsonNode event = Api.JSON.readTree(line);
      assertTrue(event.has("@timestamp") && event.has("message"), line);
      assertEquals("model-owner", event.at("/service/name").asString(), line);
      busy += event.path("problem").asString("").equals("BUSY") ? 1 : 0;
    }
    assertEquals(turnedAway, busy, log);
  }
}
