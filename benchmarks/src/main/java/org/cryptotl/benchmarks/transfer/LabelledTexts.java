package org.cryptotl.benchmarks.transfer;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a CSV file with the header text,label.
 *
 * @param name of the file, without its ending
 * @param texts one a row
 * @param classes one a row: 0 or 1
 */
record LabelledTexts(String name, List<String> texts, List<Integer> classes) {

  LabelledTexts {
    texts = List.copyOf(texts);
    classes = List.copyOf(classes);
  }

  static LabelledTexts read(Path folder, String name) throws IOException {
    List<String> texts = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve(name + ".csv"))) {
      for (NamedCsvRecord row : csv) {
        texts.add(row.getField("text"));
        classes.add(Integer.parseInt(row.getField("label")));
      }
    }
    return new LabelledTexts(name, texts, classes);
  }

  /** The first rows alone. */
  LabelledTexts first(int count) {
    int rows = Math.min(count, texts.size());
    return new LabelledTexts(name, texts.subList(0, rows), classes.subList(0, rows));
  }

  int[] labels() {
    return IntStream.range(0, classes.size()).map(classes::get).toArray();
  }
}
