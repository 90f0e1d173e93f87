package org.cryptotl.benchmarks.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.plan.Plan;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.PublicKey;

/** A data owner with keys of its own and one encrypted sample, which it sends again and again. */
final class Tenant {

  private final DataOwnerCodec codec;
  private final PublicKey publicKey;
  private final List<byte[]> inputs;
  private final Evaluator evaluator;
  private final double[] sample;
  private final byte[] request;

  private Tenant(
      DataOwnerCodec codec,
      PublicKey publicKey,
      EvaluationKeys keys,
      double[] sample,
      String path,
      String token) {
    this.codec = codec;
    this.publicKey = publicKey;
    this.evaluator = new Evaluator(codec.manifest().parameters(), keys);
    this.sample = sample;
    this.inputs = codec.encrypt(new double[][] {sample}).stream().map(WireWriter::toBytes).toList();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] bytes : inputs) {
      body.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
      body.writeBytes(bytes);
    }
    this.request = Connection.request(path, token, body.toByteArray());
  }

  /** Makes a tenant, its keys and its sample, and uploads the keys. */
  static Tenant join(Api admin, String name, String version, Manifest manifest, String sha256)
      throws IOException, InterruptedException {
    String id =
        admin
            .post("/api/v1/tenants", "{\"name\":\"%s\",\"role\":\"DATA_OWNER\"}".formatted(name))
            .get("id")
            .asString();
    Api api =
        admin.as(
            admin
                .post("/api/v1/tenants/%s/tokens".formatted(id), "{\"name\":\"load\"}")
                .get("token")
                .asString());
    DataOwnerCodec codec = DataOwnerCodec.withFreshKey(manifest, new SecureRandom());
    PublicKey publicKey = codec.publicKey();
    EvaluationKeys keys = codec.evaluationKeys();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(WireWriter.toBytes(publicKey));
    stream.writeBytes(WireWriter.toBytes(keys, manifest.parameters().rlwe()));
    String bundle =
        api.post("/api/v1/evaluation-keys", "{\"manifestSha256\":\"%s\"}".formatted(sha256))
            .get("id")
            .asString();
    api.put("/api/v1/evaluation-keys/%s/content".formatted(bundle), stream.toByteArray());
    double[] sample =
        new SplittableRandom(name.hashCode())
            .doubles(manifest.layout().inputs(), manifest.range().low(), manifest.range().high())
            .toArray();
    return new Tenant(
        codec,
        publicKey,
        keys,
        sample,
        "%s/evaluations?mode=LATENCY&keys=%s".formatted(version, bundle),
        api.token());
  }

  /** What the engine does for a request, from the bytes of ciphertexts to those of results. */
  List<byte[]> evaluate(Plan plan, SecureRandom random) {
    WireReader reader = new WireReader(codec.manifest().parameters().rlwe());
    List<Ciphertext> ciphertexts = inputs.stream().map(reader::ciphertext).toList();
    return plan.evaluate(evaluator, publicKey, ciphertexts, random).stream()
        .map(WireWriter::toBytes)
        .toList();
  }

  /** A request over HTTP. */
  Connection.Answer send(Connection connection) throws IOException {
    Connection.Answer answer = connection.send(request);
    if (answer.status() != 200) {
      throw new IOException("the service answered " + answer.status());
    }
    return answer;
  }

  double[] sample() {
    return sample;
  }

  /** The outputs in an answer. */
  double[] outputs(Connection.Answer answer) {
    WireReader reader = new WireReader(codec.manifest().parameters().rlwe());
    ByteBuffer bytes = ByteBuffer.wrap(answer.body()).order(ByteOrder.LITTLE_ENDIAN);
    byte[] result = new byte[bytes.getInt()];
    bytes.get(result);
    return codec.decrypt(List.of(reader.ciphertext(result)), 1)[0];
  }
}
