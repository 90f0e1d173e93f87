package org.cryptotl.dataowner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with everything that is in a database in PostgreSQL. */
class PostgresTest {

  @Test
  void wholeWay_onPostgres(@TempDir Path folder) throws IOException, SQLException {
    ModelOwnerProcess modelOwner = ModelOwnerProcess.shared();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        DataOwnerProcess dataOwner =
            new DataOwnerProcess(
                folder,
                "spring.profiles.active=postgres",
                "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "spring.datasource.username=postgres",
                "spring.datasource.password=")) {
      Journey journey = Journey.begin(dataOwner.api(), modelOwner, "postgres");
      String key = journey.keys("LATENCY");
      String dataset = journey.dataset(60, 41);
      String set = journey.extract(dataset, "LATENCY");
      assertEquals(60, journey.done(set).get("doneRows").asInt());
      String head = journey.head(set, "on PostgreSQL");
      dataOwner
          .api()
          .post("/api/v1/heads/" + head + "/predictions", "{\"vectors\":[[0.9,0.8,0,0]]}")
          .expect(200);
      assertEquals(1, count(postgres, "head"));
      dataOwner.api().delete("/api/v1/datasets/" + dataset).expect(204);
      dataOwner.api().get("/api/v1/heads/" + head).expect(404);
      dataOwner.api().delete("/api/v1/keys/" + key).expect(200);
      dataOwner.api().delete("/api/v1/model-owners/" + journey.owner()).expect(200);
      for (String table : new String[] {"dataset", "feature_set", "head", "key_pair"}) {
        assertEquals(0, count(postgres, table), table);
      }
    }
  }

  private static int count(EmbeddedPostgres postgres, String table) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
