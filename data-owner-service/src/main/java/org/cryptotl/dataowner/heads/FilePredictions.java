package org.cryptotl.dataowner.heads;

import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.datasets.CsvRows;
import org.cryptotl.dataowner.features.Patience;
import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Classifies the rows of a CSV file: the same rows come back with a label, its probability, and the
 * milliseconds that a row took.
 */
@Component
public class FilePredictions {

  /** As many samples as the requests of throughput mode hold. */
  private static final int BATCH = 8192;

  /** Long rows end a batch earlier, so that memory does not grow with them. */
  private static final int BATCH_CHARACTERS = 1 << 24;

  private final Heads heads;
  private final CryptotlProperties.Datasets limits;
  private final Path folder;
  private final Patience patience;

  FilePredictions(Heads heads, CryptotlProperties properties) {
    this.heads = heads;
    this.limits = properties.datasets();
    this.folder = properties.dataDirectory();
    this.patience = Patience.of(properties.peer().patience());
  }

  /**
   * Classifies a file: all of it or nothing.
   *
   * @param id of the head
   * @param in CSV in UTF-8 with a header
   * @param textColumn that holds the texts; {@code text} if not given
   * @param mode how; if not given, the one that is sooner done for each batch
   * @param response gets the rows when all are classified
   */
  public void predict(
      String id,
      InputStream in,
      @Nullable String textColumn,
      @Nullable Mode mode,
      HttpServletResponse response)
      throws IOException {
    heads.get(id);
    Path file = Files.createTempFile(folder, "classified", ".csv");
    // Where the system can, the file has no name any more once it is open: it goes with the
    // service.
    try (FileChannel rows =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      classify(id, in, textColumn, mode, rows);
      rows.position(0);
      response.setContentType("text/csv");
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.setContentLengthLong(rows.size());
      Channels.newInputStream(rows).transferTo(response.getOutputStream());
    }
  }

  private void classify(
      String id,
      InputStream in,
      @Nullable String textColumn,
      @Nullable Mode mode,
      FileChannel classified)
      throws IOException {
    try (CsvRows rows = new CsvRows(in, limits)) {
      int text = rows.header().indexOf(textColumn == null ? "text" : textColumn);
      if (textColumn != null && text < 0) {
        throw new Problem(
            ProblemType.INVALID_REQUEST, "CSV: there is no column '%s'".formatted(textColumn));
      }
      CsvWriter out =
          CsvWriter.builder().build(Channels.newWriter(classified, StandardCharsets.UTF_8));
      out.writeRecord(with(rows.header(), "predicted", "probability", "milliseconds"));
      while (rows.hasNext()) {
        List<CsvRecord> batch = next(rows);
        write(out, batch, classify(id, batch, text, mode));
      }
      out.flush();
    }
  }

  private static List<CsvRecord> next(CsvRows rows) {
    List<CsvRecord> batch = new ArrayList<>();
    long characters = 0;
    while (batch.size() < BATCH && characters < BATCH_CHARACTERS && rows.hasNext()) {
      CsvRecord row = rows.next();
      if (row.getFieldCount() != rows.header().size()) {
        throw new Problem(
            ProblemType.BAD_ROWS,
            "CSV, line %d: it has %d fields, the header has %d"
                .formatted(row.getStartingLineNumber(), row.getFieldCount(), rows.header().size()));
      }
      characters += row.getFields().stream().mapToInt(String::length).sum();
      batch.add(row);
    }
    return batch;
  }

  private Predictions classify(String id, List<CsvRecord> batch, int text, @Nullable Mode mode) {
    PredictionRequest request =
        text >= 0
            ? new PredictionRequest(
                batch.stream().map(row -> row.getField(text)).toList(), null, mode)
            : new PredictionRequest(
                null, batch.stream().map(FilePredictions::numbers).toList(), mode);
    return heads.predict(id, request, patience);
  }

  private static List<Float> numbers(CsvRecord row) {
    List<Float> numbers = new ArrayList<>();
    for (int i = 0; i < row.getFieldCount(); i++) {
      try {
        numbers.add(Float.valueOf(row.getField(i)));
      } catch (NumberFormatException _) {
        throw new Problem(
            ProblemType.BAD_ROWS,
            "CSV, line %d: column %d is no number; expected the model's inputs alone, or a column of texts"
                .formatted(row.getStartingLineNumber(), i + 1));
      }
    }
    return numbers;
  }

  private static void write(CsvWriter out, List<CsvRecord> batch, Predictions predictions) {
    String share = String.format(Locale.ROOT, "%.3f", predictions.elapsedMillis() / batch.size());
    for (int i = 0; i < batch.size(); i++) {
      Predictions.Prediction each = predictions.predictions().get(i);
      out.writeRecord(
          with(
              batch.get(i).getFields(),
              each.label(),
              String.format(Locale.ROOT, "%.6f", each.probability()),
              share));
    }
  }

  private static List<String> with(List<String> fields, String... more) {
    List<String> all = new ArrayList<>(fields);
    all.addAll(List.of(more));
    return all;
  }
}
