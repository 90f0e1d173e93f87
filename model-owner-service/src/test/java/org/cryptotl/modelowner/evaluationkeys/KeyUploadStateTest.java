package org.cryptotl.modelowner.evaluationkeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.modelowner.Api;
import org.cryptotl.modelowner.DataOwner;
import org.cryptotl.modelowner.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What is stored of an upload at the ends of keys. */
class KeyUploadStateTest extends ServiceTest {

  private static final int PIECE = 1 << 20;

  @Autowired private JdbcClient jdbc;

  private Api api;
  private Manifest manifest;
  private byte[] keys;
  private String id;

  @BeforeEach
  void announce() {
    api =
        admin()
            .tenant(
                name("uploader"),
                "{\"maxStoredBytes\":1000000000,\"maxKeyBundles\":1,\"maxJobs\":1,"
                    + "\"requestsPerMinute\":1000000,\"samplesPerModel\":10,"
                    + "\"budgetPeriodSeconds\":3600}");
    String version = "/api/v1/models/small/versions/" + smallModel();
    manifest = DataOwner.manifest(api, version, "LATENCY");
    keys = DataOwner.keys(DataOwnerCodec.withFreshKey(manifest, new SecureRandom()));
    id = DataOwner.announce(api, version, "LATENCY");
  }

  private String path() {
    return "/api/v1/evaluation-keys/" + id;
  }

  private Api.Answer put(int from, int to, byte[] bytes) {
    return api.octets(
        "PUT", path() + "/content?offset=" + from, Arrays.copyOfRange(bytes, from, to));
  }

  /** Earlier releases stored the last bytes before the bundle was complete. */
  private void crashBeforeTheEnd() {
    put(0, keys.length, keys).expect(200);
    jdbc.sql("update key_bundle set state = 'UPLOADING', sha256 = null where id = ?")
        .param(id)
        .update();
  }

  @Test
  void bundleThatHasAllBytes_isCompletedByAnEmptyPart() {
    crashBeforeTheEnd();
    put(keys.length, keys.length + 1, Arrays.copyOf(keys, keys.length + 1)).expect(413);
    JsonNode ready = put(keys.length, keys.length, keys).expect(200).json();
    assertEquals("READY", ready.get("state").asString());
    assertEquals(64, ready.get("sha256").asString().length());
  }

  @Test
  void bundleThatHasAllBytes_isNotCompleteWhereItsLastKeyIsBad() throws IOException {
    crashBeforeTheEnd();
    Path blob = blobs().resolve(KeyBundles.blob(id));
    byte[] bad = Files.readAllBytes(blob);
    Arrays.fill(bad, bad.length - 16, bad.length, (byte) 0xff);
    Files.write(blob, bad);
    put(keys.length, keys.length, keys).expect(422);
    int start = (int) KeyParts.of(manifest).at(keys.length - 1).orElseThrow().start();
    assertEquals(start, api.get(path()).json().get("receivedBytes").asInt());
    assertEquals("READY", put(start, keys.length, keys).expect(200).json().get("state").asString());
  }

  /** The key's end is the end of a piece, too. */
  @Test
  void keyWithABadEnd_isNotTakenFromTheRequestThatIsBeingRefused() {
    for (int round = 0; round < 5; round++) {
      announce();
      int end = (int) KeyParts.of(manifest).at(keys.length - 1).orElseThrow().start();
      byte[] bad = keys.clone();
      Arrays.fill(bad, end - 16, end, (byte) 0xff);
      int begin = end % PIECE;
      put(0, begin, keys).expect(200);
      CompletableFuture<Api.Answer> first =
          CompletableFuture.supplyAsync(() -> put(begin, end, bad));
      while (!first.isDone()) {
        put(end, keys.length, keys).expect(409);
      }
      first.join().expect(422);
      JsonNode bundle = api.get(path()).json();
      assertEquals("UPLOADING", bundle.get("state").asString());
      int good = bundle.get("receivedBytes").asInt();
      assertTrue(good < end, bundle::toString);
      JsonNode ready = put(good, keys.length, keys).expect(200).json();
      assertEquals("READY", ready.get("state").asString());
    }
  }
}
