package org.cryptotl.dataowner.datasets;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;

/**
 * Which column of a file is what.
 *
 * @param width fields of a row
 * @param label the label's
 * @param text the text's, or -1
 * @param vector those of numbers
 */
record Columns(int width, int label, int text, List<Integer> vector) {

  private static final int NAMES_TOLD = 20;

  /** A thousand labels of this length have room in the database, whatever they consist of. */
  private static final int LONGEST_LABEL = 160;

  /** Finds the columns of a request in a header. */
  static Columns of(List<String> header, ImportRequest request) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      if (places.put(header.get(i).strip(), i) != null) {
        throw invalid("the header names column %d like one before it".formatted(i + 1));
      }
    }
    int label = place(places, header, request.labelColumn());
    if (request.textColumn() != null && request.vectorColumns() != null) {
      throw invalid("expected a text column or vector columns, not both");
    }
    if (request.textColumn() != null) {
      return new Columns(
          header.size(), label, place(places, header, request.textColumn()), List.of());
    }
    if (request.vectorColumns() == null && places.containsKey("text")) {
      return new Columns(header.size(), label, place(places, header, "text"), List.of());
    }
    List<Integer> vector = new ArrayList<>();
    if (request.vectorColumns() == null) {
      for (int i = 0; i < header.size(); i++) {
        if (i != label) {
          vector.add(i);
        }
      }
    } else {
      request.vectorColumns().forEach(name -> vector.add(place(places, header, name)));
    }
    if (vector.isEmpty() || vector.contains(label)) {
      throw invalid("expected at least one column beside the label, and the label not among them");
    }
    return new Columns(header.size(), label, -1, List.copyOf(vector));
  }

  private static int place(Map<String, Integer> places, List<String> header, String name) {
    Integer place = places.get(name.strip());
    if (place == null) {
      throw invalid(
          "there is no column '%s'; the header names %s%s"
              .formatted(
                  name,
                  header.subList(0, Math.min(header.size(), NAMES_TOLD)),
                  header.size() > NAMES_TOLD ? " and %d more".formatted(header.size()) : ""));
    }
    return place;
  }

  private static Problem invalid(String what) {
    return new Problem(ProblemType.INVALID_REQUEST, "CSV: " + what);
  }

  boolean isText() {
    return text >= 0;
  }

  /** What is wrong with a row, if anything. */
  Optional<String> fault(CsvRecord row) {
    if (row.getFieldCount() != width) {
      return Optional.of(
          "it has %d fields, the header has %d".formatted(row.getFieldCount(), width));
    }
    if (row.getField(label).isBlank()) {
      return Optional.of("the label is empty");
    }
    if (row.getField(label).strip().length() > LONGEST_LABEL) {
      return Optional.of(
          "the label has %d characters, expected at most %d"
              .formatted(row.getField(label).strip().length(), LONGEST_LABEL));
    }
    if (isText()) {
      return row.getField(text).isBlank() ? Optional.of("the text is empty") : Optional.empty();
    }
    for (int column : vector) {
      if (!isNumber(row.getField(column))) {
        return Optional.of("column %d is not a finite number".formatted(column + 1));
      }
    }
    return Optional.empty();
  }

  private static boolean isNumber(String field) {
    try {
      return Float.isFinite(Float.parseFloat(field));
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /** The numbers of a row without fault. */
  float[] numbers(CsvRecord row) {
    float[] numbers = new float[vector.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.parseFloat(row.getField(vector.get(i)));
    }
    return numbers;
  }
}
