package org.cryptotl.modelowner;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.Ciphertext;

/** The other party: has the secret key, and knows of the model what its manifest says. */
public final class DataOwner {

  private final Api api;
  private final String version;
  private final String mode;
  private final DataOwnerCodec codec;
  private final String bundle;

  private DataOwner(Api api, String version, String mode, DataOwnerCodec codec, String bundle) {
    this.api = api;
    this.version = version;
    this.mode = mode;
    this.codec = codec;
    this.bundle = bundle;
  }

  /** Fetches the manifest, makes keys and uploads them. */
  public static DataOwner join(Api api, String model, int number, String mode) {
    String version = "/api/v1/models/%s/versions/%d".formatted(model, number);
    Manifest manifest = manifest(api, version, mode);
    DataOwnerCodec codec = DataOwnerCodec.withFreshKey(manifest, new SecureRandom());
    String bundle = announce(api, version, mode);
    api.octets("PUT", "/api/v1/evaluation-keys/%s/content".formatted(bundle), keys(codec))
        .expect(200);
    return new DataOwner(api, version, mode, codec, bundle);
  }

  public static Manifest manifest(Api api, String version, String mode) {
    byte[] bytes =
        api.send(
                api.request(version + "/manifests/" + mode)
                    .header("Accept", "application/octet-stream")
                    .GET()
                    .build())
            .expect(200)
            .body();
    return WireReader.manifest(bytes, 16);
  }

  public static String announce(Api api, String version, String mode) {
    String sha256 =
        api.get(version + "/manifests/" + mode).expect(200).json().get("manifestSha256").asString();
    return api.post("/api/v1/evaluation-keys", "{\"manifestSha256\":\"%s\"}".formatted(sha256))
        .expect(201)
        .json()
        .get("id")
        .asString();
  }

  public static byte[] keys(DataOwnerCodec codec) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(WireWriter.toBytes(codec.publicKey()));
    out.writeBytes(
        WireWriter.toBytes(codec.evaluationKeys(), codec.manifest().parameters().rlwe()));
    return out.toByteArray();
  }

  public DataOwnerCodec codec() {
    return codec;
  }

  public String bundle() {
    return bundle;
  }

  public byte[] encrypt(double[]... inputs) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Ciphertext each : codec.encrypt(inputs)) {
      byte[] bytes = WireWriter.toBytes(each);
      out.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  public double[][] decrypt(byte[] reply, int count) {
    WireReader reader = new WireReader(codec.manifest().parameters().rlwe());
    List<Ciphertext> results = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      byte[] each = new byte[bytes.getInt()];
      bytes.get(each);
      results.add(reader.ciphertext(each));
    }
    return codec.decrypt(results, count);
  }

  public String evaluations() {
    return version + "/evaluations?mode=%s&keys=%s".formatted(mode, bundle);
  }

  public Api.Answer evaluate(byte[] request) {
    return api.octets("POST", evaluations(), request);
  }

  /** Announces a job and returns its address. */
  public String job(int chunks) {
    String[] parts = version.split("/", -1);
    return "/api/v1/jobs/"
        + api.post(
                "/api/v1/jobs",
                "{\"model\":\"%s\",\"version\":%s,\"mode\":\"%s\",\"keys\":\"%s\",\"chunks\":%d}"
                    .formatted(parts[4], parts[6], mode, bundle, chunks))
            .expect(201)
            .json()
            .get("id")
            .asString();
  }

  public Api api() {
    return api;
  }
}
