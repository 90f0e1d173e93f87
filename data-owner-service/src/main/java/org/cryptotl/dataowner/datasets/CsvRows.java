package org.cryptotl.dataowner.datasets;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;

/**
 * The rows of a CSV file (RFC 4180, UTF-8, with or without a byte-order mark) below its header.
 * Rows may have more or fewer fields than the header: who reads them says what that means.
 */
public final class CsvRows implements Iterator<CsvRecord>, AutoCloseable {

  private final CryptotlProperties.Datasets limits;
  private final CsvReader<CsvRecord> csv;
  private final Iterator<CsvRecord> records;
  private final List<String> header;
  private long read;

  /**
   * Reads the header.
   *
   * @throws Problem if there is none, here and later if the file is not UTF-8 or a row is too large
   */
  public CsvRows(InputStream in, CryptotlProperties.Datasets limits) {
    this.limits = limits;
    this.csv =
        CsvReader.builder()
            .maxBufferSize(limits.maxRowCharacters())
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(
                CsvRecordHandler.of(h ->
                    h.maxFields(limits.maxColumns())
                        .maxFieldSize(limits.maxRowCharacters())
                        .maxRecordSize(limits.maxRowCharacters())),
                new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    this.records = csv.iterator();
    if (!hasNext()) {
      throw new Problem(ProblemType.BAD_ROWS, "CSV: the file is empty, expected a header");
    }
    List<String> names = new ArrayList<>(next().getFields());
    names.set(0, withoutByteOrderMark(names.getFirst()));
    this.header = List.copyOf(names);
  }

  private static String withoutByteOrderMark(String field) {
    return field.startsWith("\uFEFF") ? field.substring(1) : field;
  }

  /** The names of the columns. */
  public List<String> header() {
    return header;
  }

  @Override
  public boolean hasNext() {
    try {
      return records.hasNext();
    } catch (CsvParseException e) {
      throw unreadable(e);
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException ? notUtf8() : e;
    }
  }

  @Override
  public CsvRecord next() {
    try {
      CsvRecord row = records.next();
      read++;
      return row;
    } catch (CsvParseException e) {
      throw unreadable(e);
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException ? notUtf8() : e;
    }
  }

  private Problem unreadable(CsvParseException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    if (cause instanceof CharacterCodingException) {
      return notUtf8();
    }
    return new Problem(
        ProblemType.BAD_ROWS,
        "CSV: row %d or the one after it cannot be read; a row has at most %d columns and %d characters, and every quote is closed"
            .formatted(Math.max(1, read), limits.maxColumns(), limits.maxRowCharacters()));
  }

  private static Problem notUtf8() {
    return new Problem(ProblemType.BAD_ROWS, "CSV: the file is not UTF-8; save it as UTF-8");
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
