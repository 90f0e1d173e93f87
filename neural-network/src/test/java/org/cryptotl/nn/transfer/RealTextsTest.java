package org.cryptotl.nn.transfer;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.text.EncodedTexts;
import org.cryptotl.nn.text.TextEncoder;
import org.cryptotl.nn.training.Samples;
import org.cryptotl.nn.training.TrainingMonitor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real texts, which are no part of the project: opinions on products and films, then restaurants.
 */
@Tag("once")
class RealTextsTest {

  private static final Path FOLDER = Path.of("..", "..", "shared", "data");
  private static final int LABELS = 10;
  private static final int SEEDS = 5;

  private record Texts(EncodedTexts encoded, List<Integer> labels) {

    Texts {
      labels = List.copyOf(labels);
    }

    static Texts read(String name, TextEncoder encoder) throws IOException {
      Path file = FOLDER.resolve(name + ".csv");
      assumeTrue(Files.exists(file), "skipped: there is no " + file);
      List<String> texts = new ArrayList<>();
      List<Integer> labels = new ArrayList<>();
      try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
        for (NamedCsvRecord row : csv) {
          texts.add(row.getField("text"));
          labels.add(Integer.parseInt(row.getField("label")));
        }
      }
      return new Texts(encoder.encode(texts, Parallel.NONE), labels);
    }

    float[][] vectors() {
      return IntStream.range(0, encoded.size()).mapToObj(encoded::vector).toArray(float[][]::new);
    }

    int[] classes() {
      return labels.stream().mapToInt(label -> label).toArray();
    }

    Samples samples() {
      return Samples.of(vectors(), classes());
    }
  }

  @Test
  void withTenLabels_theTransferPays() throws IOException {
    try (TextEncoder encoder = TextEncoder.miniLm()) {
      List<Samples> sources =
          List.of(
              Texts.read("amazon_sentences", encoder).samples(),
              Texts.read("imdb_sentences", encoder).samples());
      Texts target = Texts.read("yelp_sentences", encoder);
      Base base =
          new BaseTraining(BaseOptions.standard(), Parallel.NONE)
              .train(
                  Presets.paperLower(encoder.dimension(), new SplittableRandom(1)),
                  sources,
                  TrainingMonitor.NONE);
      TargetVectors vectors = base.vectors(target.vectors(), Parallel.NONE);
      int[] labels = target.classes();
      double chosen = 0;
      double embedding = 0;
      for (int seed = 0; seed < SEEDS; seed++) {
        int[] rows = alternating(labels, LABELS, seed * 100);
        HeadResult result =
            new HeadTraining(HeadOptions.standard().withSeed(seed), Parallel.NONE)
                .train(
                    vectors.rows(rows),
                    IntStream.of(rows).map(row -> labels[row]).toArray(),
                    2,
                    HeadMonitor.NONE);
        chosen += accuracy(result.head(), vectors, labels) / SEEDS;
        embedding += accuracy(result.heads().get(HeadInput.EMBEDDING), vectors, labels) / SEEDS;
      }
      String got = "accuracy of the chosen head " + chosen + ", on the embedding " + embedding;
      assertTrue(chosen > 0.8 && chosen > embedding + 0.03, got);
    }
  }

  /** The first rows from {@code from} on that hold as many of both classes. */
  private static int[] alternating(int[] labels, int count, int from) {
    List<Integer> rows = new ArrayList<>();
    for (int i = from; rows.size() < count; i++) {
      if (labels[i] == rows.size() % 2) {
        rows.add(i);
      }
    }
    return rows.stream().mapToInt(row -> row).toArray();
  }

  private static double accuracy(Head head, TargetVectors vectors, int[] labels) {
    double[][] p = head.probabilities(vectors, Parallel.NONE);
    return IntStream.range(0, p.length)
        .mapToDouble(i -> (p[i][1] > 0.5 ? 1 : 0) == labels[i] ? 1 : 0)
        .average()
        .orElseThrow();
  }
}
