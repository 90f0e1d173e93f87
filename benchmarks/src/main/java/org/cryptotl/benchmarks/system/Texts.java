package org.cryptotl.benchmarks.system;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Labelled sentences of 16 to 24 words. */
final class Texts {

  private static final int SHORTEST = 16;
  private static final int LONGEST = 24;

  /** A sentence and whether it praises. */
  record Sample(String text, String label) {}

  private final List<Sample> samples;

  private Texts(List<Sample> samples) {
    this.samples = samples;
  }

  static Texts read(Path folder) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (String name : List.of("rt_polarity.csv", "airline_tweets.csv")) {
      try (CsvReader<NamedCsvRecord> csv =
          CsvReader.builder().ofNamedCsvRecord(folder.resolve(name))) {
        for (NamedCsvRecord row : csv) {
          int words = row.getField("text").strip().split("\\s+", -1).length;
          if (words >= SHORTEST && words <= LONGEST) {
            samples.add(new Sample(row.getField("text"), row.getField("label")));
          }
        }
      }
    }
    return new Texts(samples);
  }

  /** The texts from one to another. */
  List<String> texts(int from, int to) {
    return samples.subList(from, to).stream().map(Sample::text).toList();
  }

  double meanWords(int from, int to) {
    return texts(from, to).stream()
        .mapToInt(text -> text.strip().split("\\s+", -1).length)
        .average()
        .orElseThrow();
  }

  /** Writes some as CSV. */
  Path write(Path file, int from, int to) throws IOException {
    try (CsvWriter csv = CsvWriter.builder().build(file)) {
      csv.writeRecord("text", "label");
      samples.subList(from, to).forEach(each -> csv.writeRecord(each.text(), each.label()));
    }
    return file;
  }
}
