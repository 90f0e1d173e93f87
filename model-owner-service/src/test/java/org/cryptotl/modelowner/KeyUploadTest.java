package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.util.Arrays;
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

  @Test
  void residueThatIsTooLarge_refusesTheKeys() {
    Api api = tenant();
    byte[] keys = keys(api, "LATENCY");
    Arrays.fill(keys, keys.length - 4000, keys.length - 2000, (byte) 0xff);
    String path = "/api/v1/evaluation-keys/" + DataOwner.announce(api, version(), "LATENCY");
    ProblemTest.assertProblem(422, "bad-ciphertext", api.octets("PUT", path + "/content", keys));
    JsonNode refused = api.get(path).expect(200).json();
    assertEquals("UPLOADING", refused.get("state").asString());
    assertEquals(0, refused.get("receivedBytes").asInt());
    api.octets("PUT", path + "/content", keys(api, "LATENCY")).expect(200);
  }

  @Test
  void keysOfAnotherManifest_areRefused() {
    Api api = tenant();
    String path = "/api/v1/evaluation-keys/" + DataOwner.announce(api, version(), "LATENCY");
    api.octets("PUT", path + "/content", new byte[100]).expect(200);
    api.octets("PUT", path + "/content?offset=100", new byte[200_000_000]).expect(413);
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
