package org.cryptotl.dataowner.features;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.datasets.Dataset;
import org.cryptotl.dataowner.datasets.DatasetDeleted;
import org.cryptotl.dataowner.datasets.DatasetKind;
import org.cryptotl.dataowner.datasets.Datasets;
import org.cryptotl.dataowner.datasets.Rows;
import org.cryptotl.dataowner.keys.KeyPair;
import org.cryptotl.dataowner.keys.KeyPairDeleting;
import org.cryptotl.dataowner.keys.KeyPairReplaced;
import org.cryptotl.dataowner.keys.Keys;
import org.cryptotl.dataowner.modelowner.Card;
import org.cryptotl.dataowner.modelowner.ModelOwnerDeleted;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.cryptotl.dataowner.modelowner.ModelVersion;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.he.manifest.Manifest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** The feature sets and the jobs that fill them, one at a time. */
@Component
public class Features {

  private static final Logger LOG = LoggerFactory.getLogger(Features.class);

  private final FeatureTable table;
  private final Datasets datasets;
  private final Keys keys;
  private final Modes modes;
  private final Pipelines pipelines;
  private final Clock clock;
  private final ApplicationEventPublisher events;
  private final CryptotlProperties properties;
  private final Path root;
  private final Map<String, AtomicBoolean> running = new ConcurrentHashMap<>();
  private final ExecutorService jobs =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("features").factory());
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("features-ticks").factory());

  Features(
      FeatureTable table,
      Datasets datasets,
      Keys keys,
      Modes modes,
      Pipelines pipelines,
      Clock clock,
      ApplicationEventPublisher events,
      CryptotlProperties properties) {
    this.table = table;
    this.datasets = datasets;
    this.keys = keys;
    this.modes = modes;
    this.pipelines = pipelines;
    this.clock = clock;
    this.events = events;
    this.properties = properties;
    this.root = properties.dataDirectory().resolve("features");
  }

  /** Removes the files of sets that were deleted when the service was killed. */
  @EventListener(ApplicationReadyEvent.class)
  void sweep() throws IOException {
    if (Files.isDirectory(root)) {
      try (Stream<Path> folders = Files.list(root)) {
        // A row is there before its folder, so that rows are looked at after folders.
        List<Path> found = folders.toList();
        List<String> known = list().stream().map(FeatureSet::id).toList();
        for (Path folder : found) {
          if (!known.contains(folder.getFileName().toString())) {
            FileSystemUtils.deleteRecursively(folder);
          }
        }
      }
    }
  }

  /** Jobs that a restart cut off go on. */
  @EventListener(ApplicationReadyEvent.class)
  void goOn() {
    list().stream().filter(s -> s.state() == FeatureState.RUNNING).forEach(s -> start(s.id()));
  }

  @PreDestroy
  void stop() {
    running.values().forEach(flag -> flag.set(true));
    jobs.shutdownNow();
    ticks.shutdownNow();
  }

  /** All feature sets, the newest first. */
  public List<FeatureSet> list() {
    return table.list();
  }

  /** One feature set. */
  public FeatureSet get(String id) {
    return table.get(id);
  }

  /** Begins to extract features. */
  public FeatureSet extract(FeatureRequest request) {
    Dataset dataset = datasets.get(request.datasetId());
    int rows = request.rows() == null ? dataset.rows() : Math.min(request.rows(), dataset.rows());
    ModelRef model = choose(request, rows);
    KeyPair pair = keys.ready(model);
    Card card = pipelines.card(model);
    String encoder = fitting(dataset, card, model);
    Manifest manifest = keys.codec(pair.id()).manifest();
    FeatureSet set =
        new FeatureSet(
            UUID.randomUUID().toString(),
            dataset.id(),
            model,
            pair.id(),
            encoder,
            rows,
            0,
            card.inputs(),
            card.outputs(),
            FeatureState.RUNNING,
            Statistics.NONE,
            null,
            Instant.ofEpochMilli(clock.millis()),
            null);
    table.insert(set, manifest.layout().capacity());
    start(set.id());
    return get(set.id());
  }

  /** Says what an extraction would be charged. */
  public FeatureOutlook outlook(FeatureRequest request) {
    Dataset dataset = datasets.get(request.datasetId());
    int rows = request.rows() == null ? dataset.rows() : Math.min(request.rows(), dataset.rows());
    ModelRef model = choose(request, rows);
    int capacity = keys.codec(keys.ready(model).id()).manifest().layout().capacity();
    long requests = FeatureOutlook.requests(rows, capacity);
    return new FeatureOutlook(
        model.mode(),
        rows,
        requests,
        requests * capacity,
        pipelines.budgetLeft(model).orElse(null));
  }

  private static String fitting(Dataset dataset, Card card, ModelRef model) {
    String encoder = card.encoder() == null ? "" : card.encoder();
    if ((dataset.kind() == DatasetKind.TEXT) == encoder.isEmpty()) {
      throw new Problem(
          ProblemType.CONFLICT,
          "%s takes %s, the dataset has %s"
              .formatted(
                  model,
                  encoder.isEmpty() ? "vectors" : "texts",
                  dataset.kind() == DatasetKind.TEXT ? "texts" : "vectors"));
    }
    if (dataset.kind() == DatasetKind.VECTOR && dataset.dimension() != card.inputs()) {
      throw new Problem(
          ProblemType.CONFLICT,
          "%s takes vectors of %d numbers, the dataset's have %d"
              .formatted(model, card.inputs(), dataset.dimension()));
    }
    return encoder;
  }

  /** The mode that is asked for, or the one that suits so many rows. */
  private ModelRef choose(FeatureRequest request, int rows) {
    ModelVersion model =
        new ModelVersion(request.modelOwnerId(), request.model(), request.version());
    return request.mode() == null ? soonest(model, rows) : model.in(request.mode());
  }

  /**
   * A version in the mode that suits so many samples, among the modes with keys.
   *
   * @throws Problem that says what to do if there are no keys
   */
  public ModelRef soonest(ModelVersion model, int samples) {
    return modes.soonest(model, samples);
  }

  private void start(String id) {
    AtomicBoolean cancelled = new AtomicBoolean();
    if (running.putIfAbsent(id, cancelled) == null) {
      jobs.execute(() -> run(id, cancelled));
    }
  }

  private void run(String id, AtomicBoolean cancelled) {
    try {
      FeatureSet set = get(id);
      Meter meter = new Meter(set.statistics());
      try (Ticker _ = new Ticker(table, id, meter, ticks)) {
        run(set, meter, cancelled);
      }
      table.setState(id, FeatureState.DONE, null);
    } catch (CancellationException _) {
      LOG.info("feature set {} was stopped", id);
    } catch (RuntimeException e) {
      if (!cancelled.get()) {
        LOG.warn("feature set {} failed: {}", id, e.toString());
        table.setState(
            id,
            FeatureState.FAILED,
            e instanceof Problem problem ? problem.getMessage() : "see the log of the service");
      }
    } finally {
      running.remove(id);
    }
  }

  private void run(FeatureSet set, Meter meter, AtomicBoolean cancelled) {
    Duration longest = properties.peer().patience();
    Patience patience = new Patience(longest, cancelled::get, meter::waits);
    Pipeline pipeline = patience.ask(() -> pipelines.with(set.model(), set.keyPairId()));
    try (Rows rows = datasets.open(set.datasetId());
        FeatureFiles files = new FeatureFiles(root.resolve(set.id()))) {
      new Extraction(set, table, pipeline, rows, files, meter, longest, cancelled).run();
    }
  }

  /** Stops a job; what is done stays. */
  public FeatureSet cancel(String id) {
    if (get(id).state() != FeatureState.RUNNING) {
      throw new Problem(ProblemType.CONFLICT, "the extraction does not run");
    }
    table.setState(id, FeatureState.CANCELLED, null);
    AtomicBoolean flag = running.get(id);
    if (flag != null) {
      flag.set(true);
    }
    return get(id);
  }

  /**
   * Goes on with a job that was stopped or failed, or asks for more rows of one that is done.
   *
   * @param rows the first so many; null for as many as before
   */
  public FeatureSet resume(String id, @Nullable Integer rows) {
    FeatureSet set = get(id);
    if (set.state() == FeatureState.RUNNING || running.containsKey(id)) {
      throw new Problem(ProblemType.CONFLICT, "the extraction runs, or is just being stopped");
    }
    if (rows != null) {
      int most = Math.min(rows, datasets.get(set.datasetId()).rows());
      if (most > set.rows()) {
        table.extend(id, set.rows(), most, capacity(set));
      }
    }
    table.setState(id, FeatureState.RUNNING, null);
    start(id);
    return get(id);
  }

  /** Deletes a feature set with the heads that were trained on it. */
  public void delete(String id) {
    FeatureSet set = get(id);
    if (set.state() == FeatureState.RUNNING) {
      cancel(id);
    }
    events.publishEvent(new FeatureSetDeleted(id));
    table.delete(id);
    try {
      FileSystemUtils.deleteRecursively(root.resolve(set.id()));
    } catch (IOException e) {
      throw new UncheckedIOException("the files of features cannot be removed", e);
    }
  }

  @EventListener
  @Order(1)
  void datasetDeleted(DatasetDeleted event) {
    list().stream().filter(s -> s.datasetId().equals(event.id())).forEach(s -> delete(s.id()));
  }

  @EventListener
  @Order(1)
  void ownerDeleted(ModelOwnerDeleted event) {
    list().stream()
        .filter(s -> s.model().modelOwnerId().equals(event.id()))
        .forEach(s -> delete(s.id()));
  }

  @EventListener
  void keyPairDeleting(KeyPairDeleting event) {
    if (list().stream()
        .anyMatch(s -> s.state() == FeatureState.RUNNING && s.keyPairId().equals(event.id()))) {
      throw new Problem(
          ProblemType.CONFLICT,
          "features are being extracted under these keys; wait until that is done, or stop it");
    }
  }

  /** What was stopped goes on under the new keys. */
  @EventListener
  void keyPairReplaced(KeyPairReplaced event) {
    table.replaceKeys(event.id(), event.by());
  }

  /** How many rows a request of a feature set holds. */
  public int capacity(FeatureSet set) {
    return keys.codec(set.keyPairId()).manifest().layout().capacity();
  }

  /**
   * A feature set that is done.
   *
   * @throws Problem if it is not
   */
  public FeatureSet done(String id) {
    FeatureSet set = get(id);
    if (set.state() != FeatureState.DONE) {
      throw new Problem(
          ProblemType.CONFLICT,
          "%d of %d rows have their features; wait for the rest"
              .formatted(set.doneRows(), set.rows()));
    }
    return set;
  }

  /** All vectors of a feature set that is done. */
  public Vectors vectors(String id) {
    FeatureSet set = done(id);
    try (FeatureFiles files = new FeatureFiles(root.resolve(id))) {
      return new Vectors(
          files.embeddings(set.rows(), set.inputs()), files.features(set.rows(), set.outputs()));
    }
  }

  /**
   * The vectors of a few samples at once, without storing them: requests are as large as the mode
   * allows and go one after the other.
   *
   * @param texts or null
   * @param vectors or null
   * @param patience with each request
   */
  public Answer evaluate(
      ModelRef model,
      @Nullable List<String> texts,
      float @Nullable [][] vectors,
      Patience patience) {
    Pipeline pipeline = patience.ask(() -> pipelines.present(model));
    try {
      return evaluate(pipeline, texts, vectors, patience);
    } catch (Problem e) {
      if (e.type() != ProblemType.STALE_MANIFEST && e.type() != ProblemType.MODEL_OWNER_REFUSED) {
        throw e;
      }
      Pipeline anew = pipelines.anew(model);
      if (anew.pair().equals(pipeline.pair())) {
        throw e;
      }
      return evaluate(anew, texts, vectors, patience);
    }
  }

  private static Answer evaluate(
      Pipeline pipeline,
      @Nullable List<String> texts,
      float @Nullable [][] vectors,
      Patience patience) {
    Meter meter = new Meter(Statistics.NONE);
    float[][] inputs =
        texts != null ? pipeline.ofTexts(texts, meter) : pipeline.ofVectors(vectors, meter);
    int capacity = pipeline.manifest().layout().capacity();
    float[][] features = new float[inputs.length][];
    for (int from = 0; from < inputs.length; from += capacity) {
      int to = Math.min(inputs.length, from + capacity);
      float[][] part = Arrays.copyOfRange(inputs, from, to);
      byte[] request = pipeline.encrypt(part, meter);
      byte[] reply = patience.ask(() -> pipeline.evaluate(request, meter));
      double[][] decrypted = pipeline.decrypt(reply, part.length, meter);
      for (int i = 0; i < part.length; i++) {
        features[from + i] = floats(decrypted[i]);
      }
    }
    return new Answer(new Vectors(inputs, features), meter.statistics());
  }

  private static float[] floats(double[] row) {
    float[] floats = new float[row.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) row[i];
    }
    return floats;
  }
}
