package org.cryptotl.benchmarks.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Seconds for the features of many texts in throughput mode, by the data owner's clock. */
final class Extract {

  private static final int FIRST = 2000;
  private static final int TEXTS = 4000;
  private static final int ROUNDS = 3;

  private Extract() {}

  static void measure(Parties parties, Texts texts, Path work) throws IOException {
    String dataset =
        Parties.dataset(
            parties.data(), texts.write(work.resolve("many.csv"), FIRST, FIRST + TEXTS));
    System.out.printf(
        "%n### Features of %d texts of %.1f words, throughput mode, model `%s`, %d rounds%n%n",
        TEXTS, texts.meanWords(FIRST, FIRST + TEXTS), Parties.MINI, ROUNDS);
    for (int round = 0; round < ROUNDS; round++) {
      JsonNode set = parties.extract(dataset, Parties.MINI, "THROUGHPUT");
      Duration all =
          Duration.between(
              Instant.parse(set.path("createdAt").asString()),
              Instant.parse(set.path("endedAt").asString()));
      System.out.printf("- %.1f s in all; %s%n", all.toMillis() / 1e3, set.path("statistics"));
    }
  }
}
