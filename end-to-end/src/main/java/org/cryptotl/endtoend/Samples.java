package org.cryptotl.endtoend;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Labelled texts: from the corpus of mail, or from CSV files with the columns text and label. */
public final class Samples {

  private static final String SPAM = "spam";
  private static final String HAM = "ham";

  private Samples() {}

  /**
   * The mails of some groups of the SpamAssassin corpus, equal texts once.
   *
   * @param folder with a folder for each group
   * @param groups names that begin with spam are spam, the others ham
   */
  public static List<Sample> ofMails(Path folder, String... groups) throws IOException {
    LinkedHashSet<Sample> samples = new LinkedHashSet<>();
    for (String group : groups) {
      String label = group.startsWith(SPAM) ? SPAM : HAM;
      List<Path> mails;
      try (Stream<Path> files = Files.list(folder.resolve(group))) {
        mails = files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
      }
      for (Path mail : mails) {
        MailReader.read(Files.readAllBytes(mail))
            .ifPresent(text -> samples.add(new Sample(text, label)));
      }
    }
    return List.copyOf(samples);
  }

  /** The rows of a CSV file (RFC 4180, UTF-8) with the columns text and label. */
  static List<Sample> ofCsv(Path file) throws IOException {
    List<Sample> samples = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : rows) {
        Optional<String> text = row.findField("text").filter(field -> !field.isBlank());
        Optional<String> label = row.findField("label").filter(field -> !field.isBlank());
        if (text.isEmpty() || label.isEmpty()) {
          throw new DemoException(
              "%s, line %d: expected a header with the columns text and label, and both in each row."
                  .formatted(file, row.getStartingLineNumber()));
        }
        samples.add(new Sample(text.get(), label.get()));
      }
    } catch (CsvParseException e) {
      throw new DemoException("%s is no CSV file: %s".formatted(file, e.getMessage()), e);
    }
    return samples;
  }

  static void write(List<Sample> samples, Path file) throws IOException {
    try (CsvWriter csv = CsvWriter.builder().build(file, StandardCharsets.UTF_8)) {
      csv.writeRecord("text", "label");
      for (Sample sample : samples) {
        csv.writeRecord(sample.text(), sample.label());
      }
    }
  }

  /** At most so many, in random order, each label as often as the rarest ones allow. */
  static List<Sample> balanced(List<Sample> samples, int most, long seed) {
    Map<String, List<Sample>> byLabel = new LinkedHashMap<>();
    for (Sample sample : shuffled(samples, seed)) {
      byLabel.computeIfAbsent(sample.label(), _ -> new ArrayList<>()).add(sample);
    }
    List<Sample> taken = new ArrayList<>();
    for (int i = 0; taken.size() < Math.min(most, samples.size()); i++) {
      for (List<Sample> each : byLabel.values()) {
        if (i < each.size() && taken.size() < most) {
          taken.add(each.get(i));
        }
      }
    }
    return shuffled(taken, seed);
  }

  /** At most so many of them by chance. */
  static List<Sample> some(List<Sample> samples, int most, long seed) {
    List<Sample> all = shuffled(samples, seed);
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }

  private static List<Sample> shuffled(List<Sample> samples, long seed) {
    List<Sample> all = new ArrayList<>(samples);
    Collections.shuffle(all, new Random(seed));
    return all;
  }
}
