package org.cryptotl.modelowner.training;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;

/** The rows of a CSV file (RFC 4180, UTF-8, with a header), as texts or as numbers. */
final class SourceTable {

  private static final int MOST_ROWS = 1_000_000;

  private final List<String> texts = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<String> classes;

  private SourceTable(TrainingRequest request, CsvReader<NamedCsvRecord> reader) {
    for (NamedCsvRecord row : reader) {
      labels.add(field(row, request.labelColumn()));
      if (request.textColumn() != null) {
        texts.add(field(row, request.textColumn()));
      } else {
        vectors.add(numbers(row, request.labelColumn()));
      }
      if (labels.size() > MOST_ROWS) {
        throw invalid("more than %d rows; take a part of them".formatted(MOST_ROWS));
      }
    }
    classes = List.copyOf(new TreeSet<>(labels));
    if (classes.size() < 2 || classes.size() > 1000) {
      throw invalid(
          "got %d rows with %d different labels, expected 2 to 1000 labels"
              .formatted(labels.size(), classes.size()));
    }
  }

  static SourceTable read(TrainingRequest request, InputStream csv) throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
      return new SourceTable(request, reader);
    } catch (CsvParseException e) {
      throw invalid("the file is no CSV that can be read: " + e.getMessage());
    }
  }

  private static String field(NamedCsvRecord row, String column) {
    return row.findField(column)
        .orElseThrow(() ->
            invalid(
                "line %d: there is no column '%s'".formatted(row.getStartingLineNumber(), column)));
  }

  private float[] numbers(NamedCsvRecord row, String labelColumn) {
    List<String> header = row.getHeader();
    if (row.getFieldCount() != header.size()) {
      throw invalid(
          "line %d: got %d fields, expected %d"
              .formatted(row.getStartingLineNumber(), row.getFieldCount(), header.size()));
    }
    float[] x = new float[header.size() - 1];
    int filled = 0;
    for (int i = 0; i < header.size(); i++) {
      if (!header.get(i).equals(labelColumn)) {
        float value = Float.NaN;
        try {
          value = Float.parseFloat(row.getField(i).strip());
        } catch (NumberFormatException _) {
          // Told below, with all else that is no finite number.
        }
        if (!Float.isFinite(value) || filled == x.length) {
          throw invalid(
              "line %d, column %d: expected a finite number"
                  .formatted(row.getStartingLineNumber(), i + 1));
        }
        x[filled++] = value;
      }
    }
    if (filled == 0) {
      throw invalid("there are no columns beside the label");
    }
    return x;
  }

  private static Problem invalid(String detail) {
    return new Problem(ProblemType.INVALID_REQUEST, "source table: " + detail);
  }

  List<String> texts() {
    return texts;
  }

  List<float[]> vectors() {
    return vectors;
  }

  List<String> classes() {
    return classes;
  }

  /** The class of each row, by its place among the classes. */
  int[] labels() {
    return labels.stream().mapToInt(classes::indexOf).toArray();
  }
}
