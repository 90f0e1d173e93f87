package org.cryptotl.benchmarks.transfer;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.cryptotl.endtoend.Sample;
import org.cryptotl.endtoend.Samples;

/**
 * Texts with their classes.
 *
 * @param name of the set
 * @param texts one a row
 * @param classes one a row: 0 or 1
 */
record LabelledTexts(String name, List<String> texts, List<Integer> classes) {

  LabelledTexts {
    texts = List.copyOf(texts);
    classes = List.copyOf(classes);
  }

  /** The rows of a CSV file with the header text,label; the set is called like the file. */
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

  /** The mails of groups of the SpamAssassin corpus, joined by + in the name; spam is class 1. */
  static LabelledTexts ofMails(Path corpus, String name) throws IOException {
    List<Sample> mails = Samples.ofMails(corpus, name.split("\\+", -1));
    return new LabelledTexts(
        name,
        mails.stream().map(Sample::text).toList(),
        mails.stream().map(mail -> mail.label().equals("spam") ? 1 : 0).toList());
  }

  /** Those whose text is not among others. */
  LabelledTexts without(LabelledTexts others) {
    Set<String> known = Set.copyOf(others.texts());
    int[] rows =
        IntStream.range(0, texts.size()).filter(row -> !known.contains(texts.get(row))).toArray();
    return new LabelledTexts(
        name,
        IntStream.of(rows).mapToObj(texts::get).toList(),
        IntStream.of(rows).mapToObj(classes::get).toList());
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
