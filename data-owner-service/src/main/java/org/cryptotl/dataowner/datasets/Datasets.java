package org.cryptotl.dataowner.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** The datasets: a row of the database each, and a folder with its rows. */
@Component
public class Datasets {

  private static final String UNFINISHED = ".unfinished";

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;
  private final ApplicationEventPublisher events;
  private final CryptotlProperties.Datasets limits;
  private final Path root;

  Datasets(
      JdbcClient jdbc,
      JsonMapper json,
      Clock clock,
      ApplicationEventPublisher events,
      CryptotlProperties properties) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
    this.events = events;
    this.limits = properties.datasets();
    this.root = properties.dataDirectory().resolve("datasets");
  }

  /** Datasets of before parts were counted. */
  @EventListener(ApplicationReadyEvent.class)
  void count() throws IOException {
    for (String id :
        jdbc.sql("select id from dataset where parts is null").query(String.class).list()) {
      Dataset dataset = get(id);
      byte[] parts = Files.readAllBytes(root.resolve(id).resolve(DatasetWriter.PARTS));
      update(id, dataset.split(), Parts.of(parts, dataset.split()));
    }
  }

  /** Imports that a crash cut off leave folders; they were never visible. */
  @EventListener(ApplicationReadyEvent.class)
  void sweep() throws IOException {
    if (Files.isDirectory(root)) {
      List<String> known = list().stream().map(Dataset::id).toList();
      try (Stream<Path> folders = Files.list(root)) {
        for (Path folder : folders.toList()) {
          if (!known.contains(folder.getFileName().toString())) {
            FileSystemUtils.deleteRecursively(folder);
          }
        }
      }
    }
  }

  /**
   * Imports a file: all of it or nothing.
   *
   * @throws Problem with the bad rows' lines
   */
  public Dataset create(ImportRequest request, InputStream csv) {
    SplitPlan plan = checked(request.split() == null ? SplitPlan.DEFAULT : request.split());
    String id = UUID.randomUUID().toString();
    Path folder = root.resolve(id);
    Path unfinished = root.resolve(id + UNFINISHED);
    try {
      Files.createDirectories(unfinished);
      CsvImport.Outcome outcome = new CsvImport(request, limits).run(csv, unfinished, plan);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
      Dataset dataset =
          new Dataset(
              id,
              request.name(),
              outcome.kind(),
              outcome.rows(),
              outcome.dimension(),
              outcome.labels(),
              outcome.counts(),
              outcome.duplicates(),
              outcome.nearDuplicates(),
              outcome.skipped(),
              plan,
              outcome.parts(),
              sizeBytes(folder),
              Instant.ofEpochMilli(clock.millis()));
      try {
        insert(dataset);
      } catch (RuntimeException e) {
        remove(folder);
        throw e;
      }
      return dataset;
    } catch (IOException e) {
      throw new UncheckedIOException("the dataset's files cannot be written", e);
    } finally {
      remove(unfinished);
    }
  }

  private static SplitPlan checked(SplitPlan plan) {
    if (plan.validationShare() + plan.testShare() > 0.9) {
      throw new Problem(
          ProblemType.INVALID_REQUEST,
          "split: got shares of %s and %s, expected at least 0.1 to be left for training"
              .formatted(plan.validationShare(), plan.testShare()));
    }
    return plan;
  }

  private static long sizeBytes(Path folder) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  private static void remove(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("a dataset's folder cannot be removed", e);
    }
  }

  private void insert(Dataset d) {
    jdbc.sql("insert into dataset values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            d.id(),
            d.name(),
            d.kind().name(),
            d.rows(),
            d.dimension(),
            json.writeValueAsString(d.labels()),
            json.writeValueAsString(d.counts()),
            d.duplicates(),
            d.nearDuplicates(),
            d.skipped(),
            json.writeValueAsString(d.split()),
            d.sizeBytes(),
            d.createdAt().toEpochMilli(),
            json.writeValueAsString(d.parts()))
        .update();
  }

  /** All datasets, the newest first. */
  public List<Dataset> list() {
    return jdbc.sql("select * from dataset order by created_at desc, id")
        .query((row, _) -> dataset(row))
        .list();
  }

  /** One dataset. */
  public Dataset get(String id) {
    return jdbc.sql("select * from dataset where id = ?")
        .param(id)
        .query((row, _) -> dataset(row))
        .optional()
        .orElseThrow(() -> Problem.notFound("dataset"));
  }

  private Dataset dataset(ResultSet row) throws SQLException {
    return new Dataset(
        row.getString("id"),
        row.getString("name"),
        DatasetKind.valueOf(row.getString("kind")),
        row.getInt("row_count"),
        row.getInt("dimension"),
        List.of(json.readValue(row.getString("labels"), String[].class)),
        List.of(json.readValue(row.getString("counts"), Integer[].class)),
        row.getInt("duplicates"),
        row.getInt("near_duplicates"),
        row.getInt("skipped"),
        json.readValue(row.getString("split"), SplitPlan.class),
        parts(row.getString("parts")),
        row.getLong("size_bytes"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  private Parts parts(@Nullable String text) {
    return text == null ? new Parts(0, 0, 0, null) : json.readValue(text, Parts.class);
  }

  /** The rows of a dataset; to be closed. */
  public Rows open(String id) {
    return new Rows(root.resolve(get(id).id()));
  }

  /**
   * Some rows to look at.
   *
   * @param from the first row
   * @param count the most rows
   */
  public List<PreviewRow> preview(String id, int from, int count) {
    Dataset dataset = get(id);
    List<PreviewRow> preview = new ArrayList<>();
    try (Rows rows = open(id)) {
      for (int i = from; i < Math.min((long) from + count, rows.size()); i++) {
        boolean text = dataset.kind() == DatasetKind.TEXT;
        preview.add(
            new PreviewRow(
                i,
                dataset.labels().get(rows.label(i)),
                rows.part(i),
                text ? shortened(rows.texts(i, 1).getFirst()) : null,
                text ? null : boxed(rows.vector(i))));
      }
    }
    return preview;
  }

  private static String shortened(String text) {
    return text.length() <= PreviewRow.LONGEST_TEXT
        ? text
        : text.substring(0, PreviewRow.LONGEST_TEXT) + "...";
  }

  private static List<Float> boxed(float[] vector) {
    List<Float> boxed = new ArrayList<>();
    for (int i = 0; i < Math.min(vector.length, PreviewRow.MOST_ENTRIES); i++) {
      boxed.add(vector[i]);
    }
    return boxed;
  }

  /** Divides the rows anew. Heads that were trained before keep their reports. */
  public Dataset split(String id, SplitPlan plan) {
    Dataset dataset = get(id);
    Path folder = root.resolve(id);
    byte[] parts;
    try {
      int[] groups = Rows.ints(folder.resolve(DatasetWriter.GROUPS));
      int[] labels = Rows.ints(folder.resolve(DatasetWriter.LABELS));
      parts = Splitter.split(groups, labels, dataset.labels().size(), checked(plan));
      Path next = folder.resolve(DatasetWriter.PARTS + UNFINISHED);
      Files.write(next, parts);
      Files.move(next, folder.resolve(DatasetWriter.PARTS), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the dataset's files cannot be changed", e);
    }
    update(id, plan, Parts.of(parts, plan));
    return get(id);
  }

  private void update(String id, SplitPlan plan, Parts parts) {
    jdbc.sql("update dataset set split = ?, parts = ? where id = ?")
        .params(json.writeValueAsString(plan), json.writeValueAsString(parts), id)
        .update();
  }

  /** Deletes a dataset and everything that was derived from it. */
  public void delete(String id) {
    Dataset dataset = get(id);
    events.publishEvent(new DatasetDeleted(dataset.id()));
    jdbc.sql("delete from dataset where id = ?").param(id).update();
    remove(root.resolve(id));
  }
}
