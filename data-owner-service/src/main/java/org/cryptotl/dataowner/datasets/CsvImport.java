package org.cryptotl.dataowner.datasets;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;

/** Reads a CSV file row by row into a folder; memory does not grow with rows' lengths. */
final class CsvImport {

  private static final int ROWS_TOLD = 100;
  private static final int MOST_LABELS = 1000;

  private final ImportRequest request;
  private final CryptotlProperties.Datasets limits;
  private final Map<String, Integer> classes = new HashMap<>();
  private final List<BadRow> bad = new ArrayList<>();
  private int[] labels = new int[1024];
  private int rows;
  private int badCount;

  /**
   * What came of an import.
   *
   * @param kind of the rows
   * @param rows number of them
   * @param dimension of vectors
   * @param labels in order of their class numbers
   * @param counts rows of each
   * @param duplicates equal rows
   * @param nearDuplicates nearly equal ones
   * @param skipped bad rows that were left out
   * @param parts how they are divided
   */
  record Outcome(
      DatasetKind kind,
      int rows,
      int dimension,
      List<String> labels,
      List<Integer> counts,
      int duplicates,
      int nearDuplicates,
      int skipped,
      Parts parts) {}

  CsvImport(ImportRequest request, CryptotlProperties.Datasets limits) {
    this.request = request;
    this.limits = limits;
  }

  Outcome run(InputStream in, Path folder, SplitPlan plan) throws IOException {
    try (CsvRows csv = new CsvRows(in, limits);
        Groups groups = new Groups(folder);
        DatasetWriter writer = new DatasetWriter(folder)) {
      return read(csv, groups, writer, plan);
    }
  }

  private Outcome read(CsvRows csv, Groups groups, DatasetWriter writer, SplitPlan plan)
      throws IOException {
    Columns columns = Columns.of(csv.header(), request);
    while (csv.hasNext()) {
      CsvRecord row = csv.next();
      String fault = columns.fault(row).orElse("");
      if (fault.isEmpty()) {
        add(row, columns, groups, writer);
      } else if (badCount++ < ROWS_TOLD) {
        bad.add(new BadRow(row.getStartingLineNumber(), fault));
      }
    }
    if (badCount > 0 && !Boolean.TRUE.equals(request.skipBadRows())) {
      throw new Problem(
          ProblemType.BAD_ROWS,
          "%d of %d rows cannot be used, the first in line %d: %s; mend them or have bad rows skipped"
              .formatted(badCount, badCount + rows, bad.getFirst().line(), bad.getFirst().reason()),
          Map.of("rows", bad, "badRows", badCount));
    }
    if (classes.size() < 2) {
      throw new Problem(
          ProblemType.BAD_ROWS,
          "got %d usable rows with %d different labels, expected at least 2 labels"
              .formatted(rows, classes.size()));
    }
    return finish(columns, groups, writer, plan);
  }

  private void add(CsvRecord row, Columns columns, Groups groups, DatasetWriter writer)
      throws IOException {
    if (rows == limits.maxRows()) {
      throw new Problem(
          ProblemType.TOO_LARGE,
          "the file has more than the %d rows of cryptotl.datasets.max-rows"
              .formatted(limits.maxRows()));
    }
    if (columns.isText()) {
      String text = row.getField(columns.text());
      writer.add(text);
      groups.add(Signatures.of(text), Signatures.exact(text));
    } else {
      float[] vector = columns.numbers(row);
      writer.add(vector);
      groups.add(Signatures.of(vector), Signatures.exact(vector));
    }
    if (rows == labels.length) {
      labels = Arrays.copyOf(labels, rows * 2);
    }
    labels[rows++] =
        classes.computeIfAbsent(row.getField(columns.label()).strip(), _ -> classes.size());
    if (classes.size() > MOST_LABELS) {
      throw new Problem(
          ProblemType.BAD_ROWS,
          "line %d brings the label number %d, expected at most %d different ones; is '%s' the column of labels?"
              .formatted(
                  row.getStartingLineNumber(), classes.size(), MOST_LABELS, request.labelColumn()));
    }
  }

  /** Labels get numbers by their names, so that the order of rows does not matter. */
  private Outcome finish(Columns columns, Groups groups, DatasetWriter writer, SplitPlan plan)
      throws IOException {
    List<String> names = classes.keySet().stream().sorted().toList();
    int[] number = new int[names.size()];
    for (int i = 0; i < number.length; i++) {
      number[classes.get(names.get(i))] = i;
    }
    int[] sorted = new int[rows];
    Integer[] counts = new Integer[names.size()];
    Arrays.fill(counts, 0);
    for (int i = 0; i < rows; i++) {
      sorted[i] = number[labels[i]];
      counts[sorted[i]]++;
    }
    int[] joined = groups.join();
    int distinct = (int) IntStream.range(0, rows).filter(i -> joined[i] == i).count();
    byte[] parts = Splitter.split(joined, sorted, names.size(), plan);
    writer.finish(sorted, joined, parts);
    return new Outcome(
        columns.isText() ? DatasetKind.TEXT : DatasetKind.VECTOR,
        rows,
        columns.vector().size(),
        names,
        List.of(counts),
        groups.duplicates(),
        rows - distinct,
        badCount,
        Parts.of(parts, plan));
  }
}
