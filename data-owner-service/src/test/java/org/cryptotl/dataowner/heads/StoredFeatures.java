package org.cryptotl.dataowner.heads;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import org.cryptotl.dataowner.Api;
import org.cryptotl.dataowner.features.Statistics;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Features of a dataset as an extraction leaves them, without a model owner. */
record StoredFeatures(String owner, String dataset, String set) {

  static final String ADDRESS = "http://127.0.0.1:1";
  static final int INPUTS = 4;
  static final int OUTPUTS = 3;

  /** Rows of two labels with random features. */
  static StoredFeatures make(Api api, JdbcClient jdbc, Path data, int rows) throws IOException {
    StringBuilder csv = new StringBuilder("x,label\n");
    for (int i = 0; i < rows; i++) {
      csv.append(i).append(',').append(i % 2).append('\n');
    }
    String dataset =
        api.upload(
                "/api/v1/datasets",
                "{\"name\":\"stored\"}",
                csv.toString().getBytes(StandardCharsets.UTF_8))
            .expect(201)
            .json()
            .get("id")
            .asString();
    String owner = UUID.randomUUID().toString();
    jdbc.sql("insert into model_owner values (?, ?, ?, ?, 0)")
        .params(owner, owner, ADDRESS, new byte[1])
        .update();
    String set = UUID.randomUUID().toString();
    jdbc.sql(
            """
            insert into feature_set (id, dataset_id, model_owner_id, model, version, mode,
              key_pair_id, encoder, row_count, done_rows, inputs, outputs, state, statistics,
              created_at)
            values (?, ?, ?, 'm', 1, 'LATENCY', 'none', '', ?, ?, ?, ?, 'DONE', ?, 0)
            """)
        .params(
            set,
            dataset,
            owner,
            rows,
            rows,
            INPUTS,
            OUTPUTS,
            Api.JSON.writeValueAsString(Statistics.NONE))
        .update();
    Path folder = Files.createDirectories(data.resolve("features").resolve(set));
    write(folder.resolve("embeddings"), rows * INPUTS);
    write(folder.resolve("features"), rows * OUTPUTS);
    return new StoredFeatures(owner, dataset, set);
  }

  private static void write(Path file, int numbers) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < numbers; i++) {
        out.writeFloat((float) random.nextDouble(-1, 1));
      }
    }
  }
}
