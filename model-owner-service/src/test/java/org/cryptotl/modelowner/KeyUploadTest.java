package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class KeyUploadTest extends ServiceTest {

  private String version() {
    return "/api/v1/models/small/versions/" + smallModel();
  }

  private byte[] keys(Api api, String mode) {
    return DataOwner.keys(
        DataOwnerCodec.withFreshKey(DataOwner.manifest(api, version(), mode), new SecureRandom()));
  }

  @Test
  void uploadInParts_goesOnWhereItStopped() {
    Api api = tenant();
    byte[] keys = keys(api, "LATENCY");
    String path = "/api/v1/evaluation-keys/" + DataOwner.announce(api, version(), "LATENCY");
    int cut = keys.length / 3;
    JsonNode part =
        api.octets("PUT", path + "/content", Arrays.copyOf(keys, cut)).expect(200).json();
    assertEquals("UPLOADING", part.get("state").asString());
    assertEquals(cut, part.get("receivedBytes").asInt());
    assertEquals(keys.length, part.get("totalBytes").asInt());
    api.octets("PUT", path + "/content?offset=1", keys).expect(409);
    JsonNode all =
        api.octets(
                "PUT", path + "/content?offset=" + cut, Arrays.copyOfRange(keys, cut, keys.length))
            .expect(200)
            .json();
    assertEquals("READY", all.get("state").asString());
    assertEquals(64, all.get("sha256").asString().length());
    api.octets("PUT", path + "/content?offset=" + keys.length, new byte[1]).expect(409);
    api.delete(path).expect(204);
    api.get(path).expect(404);
  }

  /** The part with the first bad byte is refused; what is good before it need not come again. */
  @Test
  void residueThatIsTooLarge_refusesThePartThatHoldsIt() {
    Api api = tenant();
    byte[] keys = keys(api, "LATENCY");
    byte[] bad = keys.clone();
    int at = keys.length / 2;
    Arrays.fill(bad, at, at + 6000, (byte) 0xff);
    String path = "/api/v1/evaluation-keys/" + DataOwner.announce(api, version(), "LATENCY");
    api.octets("PUT", path + "/content", Arrays.copyOf(bad, at - 5)).expect(200);
    ProblemTest.assertProblem(
        422,
        "bad-ciphertext",
        api.octets(
            "PUT",
            path + "/content?offset=" + (at - 5),
            Arrays.copyOfRange(bad, at - 5, at + 20_000)));
    JsonNode refused = api.get(path).expect(200).json();
    assertEquals("UPLOADING", refused.get("state").asString());
    assertTrue(refused.get("failure").asString().contains("not below its prime"));
    int good = refused.get("receivedBytes").asInt();
    assertTrue(good > 0 && good < at, "goes on at " + good);
    JsonNode ready =
        api.octets(
                "PUT",
                path + "/content?offset=" + good,
                Arrays.copyOfRange(keys, good, keys.length))
            .expect(200)
            .json();
    assertEquals("READY", ready.get("state").asString());
    assertEquals(sha256(keys), ready.get("sha256").asString());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Wherever an upload breaks off, and however small its parts are. */
  @Test
  void uploadInPartsOfAnyLength_isChecked() {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    Api api = tenant();
    byte[] keys = keys(api, "LATENCY");
    String path = "/api/v1/evaluation-keys/" + DataOwner.announce(api, version(), "LATENCY");
    int at = 0;
    while (at < keys.length) {
      int most = random.nextInt(4) == 0 ? 100 : keys.length / 6;
      int end = Math.min(keys.length, at + 1 + random.nextInt(most));
      JsonNode bundle =
          api.octets("PUT", path + "/content?offset=" + at, Arrays.copyOfRange(keys, at, end))
              .expect(200)
              .json();
      assertEquals(end, bundle.get("receivedBytes").asInt(), "-Dseed=" + seed);
      at = end;
    }
    assertEquals("READY", api.get(path).json().get("state").asString(), "-Dseed=" + seed);
  }

  @Test
  void bytesThatAreNoKeys_areRefusedWithTheFirstPart() {
    Api api = tenant();
    String path = "/api/v1/evaluation-keys/" + DataOwner.announce(api, version(), "LATENCY");
    ProblemTest.assertProblem(
        422, "bad-ciphertext", api.octets("PUT", path + "/content", new byte[100]));
    assertEquals(0, api.get(path).json().get("receivedBytes").asInt());
    api.octets("PUT", path + "/content", new byte[200_000_000]).expect(413);
  }

  @Test
  void moreBytesThanAnnounced_areTooLarge() {
    Api api = tenant();
    byte[] keys = keys(api, "LATENCY");
    String path = "/api/v1/evaluation-keys/" + DataOwner.announce(api, version(), "LATENCY");
    byte[] longer = Arrays.copyOf(keys, keys.length + 1);
    HttpRequest chunked =
        api.request(path + "/content")
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(longer)))
            .build();
    ProblemTest.assertProblem(413, "too-large", api.send(chunked));
    assertEquals("UPLOADING", api.get(path).json().get("state").asString());
    api.octets("PUT", path + "/content", keys).expect(200);
  }

  /** Keys of another manifest have other parameters, other elements or other limbs. */
  @Test
  void keysOfAnotherManifest_areRefused() {
    Api api = tenant();
    String path = "/api/v1/evaluation-keys/" + DataOwner.announce(api, version(), "LATENCY");
    byte[] others = keys(api, "THROUGHPUT");
    ProblemTest.assertProblem(422, "bad-ciphertext", api.octets("PUT", path + "/content", others));
  }

  /** A caller whose connection is stuck need not wait until the service notices. */
  @Test
  void laterRequest_takesOverFromAStuckOne() throws Exception {
    Api api = tenant();
    byte[] keys = keys(api, "LATENCY");
    String path = "/api/v1/evaluation-keys/" + DataOwner.announce(api, version(), "LATENCY");
    CountDownLatch second = new CountDownLatch(1);
    HttpRequest stuck =
        api.request(path + "/content")
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofInputStream(() -> new Stuck(keys, keys.length / 2, second)))
            .build();
    CompletableFuture<Api.Answer> first = CompletableFuture.supplyAsync(() -> api.send(stuck));
    int stored = keys.length / 2 - (1 << 20);
    int received =
        api.await(path, b -> b.get("receivedBytes").asInt() > stored).get("receivedBytes").asInt();
    JsonNode ready =
        api.octets(
                "PUT",
                path + "/content?offset=" + received,
                Arrays.copyOfRange(keys, received, keys.length))
            .expect(200)
            .json();
    second.countDown();
    assertEquals("READY", ready.get("state").asString());
    ProblemTest.assertProblem(409, "conflict", first.get(1, TimeUnit.MINUTES));
    assertEquals(sha256(keys), api.get(path).json().get("sha256").asString());
  }

  /** Bytes that stop in the middle until they may go on. */
  private static final class Stuck extends InputStream {

    private final InputStream bytes;
    private final CountDownLatch goOn;
    private int left;

    Stuck(byte[] bytes, int middle, CountDownLatch goOn) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.left = middle;
      this.goOn = goOn;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        try {
          if (!goOn.await(1, TimeUnit.MINUTES)) {
            throw new IOException("never told to go on");
          }
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        left = Integer.MAX_VALUE;
      }
      int count = bytes.read(into, offset, Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }
  }

  @Test
  void keysThatLackWhatAPlanNeeds_areNamed() {
    DataOwner owner = DataOwner.join(tenant(), "small", smallModel(), "THROUGHPUT");
    DataOwner other = DataOwner.join(owner.api(), "small", smallModel(), "LATENCY");
    ProblemTest.assertProblem(
        422,
        "bad-ciphertext",
        owner
            .api()
            .octets(
                "POST",
                version() + "/evaluations?mode=LATENCY&keys=" + owner.bundle(),
                other.encrypt(SmallModel.input())));
  }

  @Test
  void manifestThatIsKnown_isNotSentAgain() {
    Api api = tenant();
    String etag = api.get(version() + "/manifests/LATENCY").expect(200).header("ETag");
    api.send(
            api.request(version() + "/manifests/LATENCY")
                .header("If-None-Match", etag)
                .GET()
                .build())
        .expect(304);
  }
}
