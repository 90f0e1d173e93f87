package org.cryptotl.dataowner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import org.cryptotl.nn.format.ModelFile;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Shape;
import tools.jackson.databind.JsonNode;

/**
 * The way of a data owner with a small model of vectors, step by step over HTTP.
 *
 * @param api of the data owner's service
 * @param owner the connection's id
 * @param tenant the model owner's service, as the data owner sees it
 */
public record Journey(Api api, String owner, Api tenant) {

  public static final String MODEL = "small";
  public static final int INPUTS = 4;
  public static final int OUTPUTS = 3;
  public static final Network NETWORK =
      Network.of(
          Shape.of(INPUTS),
          Dense.random(INPUTS, OUTPUTS, new SplittableRandom(7)),
          Polynomial.square());

  /** Offers the small model, with so many samples a request in latency mode. */
  public static void offer(ModelOwnerProcess modelOwner, int batch) {
    offer(modelOwner, batch, MODEL);
  }

  /** Offers it under another name. */
  public static void offer(ModelOwnerProcess modelOwner, int batch, String name) {
    try {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      ModelFile.write(StoredModel.of(NETWORK), file);
      modelOwner
          .api()
          .offer(
              name,
              "{\"source\":\"MODEL_FILE\",\"maxError\":0.01,\"batch\":%d,\"modes\":[\"LATENCY\",\"THROUGHPUT\"]}"
                  .formatted(batch),
              file.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects to a model owner, as a new tenant of it. */
  public static Journey begin(Api api, ModelOwnerProcess modelOwner, String name) {
    return begin(api, modelOwner, modelOwner.address(), name);
  }

  /** The same through another address. */
  public static Journey begin(Api api, ModelOwnerProcess modelOwner, String address, String name) {
    return begin(api, modelOwner.api().tenant(name, null), address, name);
  }

  /** The same as a tenant that there is. */
  public static Journey begin(Api api, Api tenant, String address, String name) {
    String request =
        "{\"name\":\"%s\",\"address\":\"%s\",\"token\":\"%s\"}"
            .formatted(name, address, tenant.token());
    String owner =
        api.post("/api/v1/model-owners", request).expect(201).json().get("id").asString();
    return new Journey(api, owner, tenant);
  }

  /** What names the small model in a mode, as JSON. */
  public String model(String mode) {
    return "\"modelOwnerId\":\"%s\",\"model\":\"%s\",\"version\":1,\"mode\":\"%s\""
        .formatted(owner, MODEL, mode);
  }

  /** Keys for the small model, uploaded; the pair's id. */
  public String keys(String mode) {
    return awaitKeys(
        api.post("/api/v1/keys", "{" + model(mode) + "}").expect(202).json().get("id").asString());
  }

  public String awaitKeys(String id) {
    JsonNode made =
        api.await("/api/v1/keys/" + id, k -> !k.get("state").asString().equals("UPLOADING"));
    assertEquals("READY", made.get("state").asString(), made::toString);
    return id;
  }

  /** A row of the dataset of a seed. */
  public static float[] row(SplittableRandom random) {
    float[] row = new float[INPUTS];
    for (int j = 0; j < INPUTS; j++) {
      row[j] = (float) random.nextInt(-9999, 9999) / 10000;
    }
    return row;
  }

  /** A dataset of rows that the sign of the first two entries tells apart; its id. */
  public String dataset(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("a,b,c,d,label\n");
    for (int i = 0; i < rows; i++) {
      float[] x = row(random);
      for (float v : x) {
        csv.append(String.format(Locale.ROOT, "%.4f,", v));
      }
      csv.append(x[0] + x[1] > 0 ? "benign-label" : "malign-label").append('\n');
    }
    return api.upload(
            "/api/v1/datasets",
            "{\"name\":\"table\"}",
            csv.toString().getBytes(StandardCharsets.UTF_8))
        .expect(201)
        .json()
        .get("id")
        .asString();
  }

  /** Begins an extraction; the feature set's id. */
  public String extract(String dataset, String mode) {
    return api.post(
            "/api/v1/feature-sets", "{\"datasetId\":\"%s\",%s}".formatted(dataset, model(mode)))
        .expect(202)
        .json()
        .get("id")
        .asString();
  }

  /** The feature set, when it is done. */
  public JsonNode done(String set) {
    return ended("/api/v1/feature-sets/" + set, "RUNNING", "DONE");
  }

  /** Trains a head; its id. */
  public String head(String set, String name) {
    String id =
        api.post(
                "/api/v1/heads",
                "{\"featureSetId\":\"%s\",\"name\":\"%s\",\"inputs\":[\"BOTH\"]}"
                    .formatted(set, name))
            .expect(202)
            .json()
            .get("id")
            .asString();
    ended("/api/v1/heads/" + id, "TRAINING", "READY");
    return id;
  }

  private JsonNode ended(String path, String busy, String wanted) {
    JsonNode ended = api.await(path, s -> !s.get("state").asString().equals(busy));
    assertEquals(wanted, ended.get("state").asString(), ended::toString);
    return ended;
  }
}
