package org.cryptotl.dataowner.heads;

import jakarta.annotation.PreDestroy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.datasets.Dataset;
import org.cryptotl.dataowner.datasets.Datasets;
import org.cryptotl.dataowner.datasets.Part;
import org.cryptotl.dataowner.datasets.Rows;
import org.cryptotl.dataowner.features.Answer;
import org.cryptotl.dataowner.features.FeatureSet;
import org.cryptotl.dataowner.features.FeatureSetDeleted;
import org.cryptotl.dataowner.features.Features;
import org.cryptotl.dataowner.features.Patience;
import org.cryptotl.dataowner.features.Vectors;
import org.cryptotl.dataowner.modelowner.Card;
import org.cryptotl.dataowner.modelowner.ModelOwnerDeleted;
import org.cryptotl.dataowner.modelowner.ModelOwners;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.cryptotl.dataowner.modelowner.ModelVersion;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.format.ModelFile;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.onnx.OnnxWriter;
import org.cryptotl.nn.transfer.Head;
import org.cryptotl.nn.transfer.HeadInput;
import org.cryptotl.nn.transfer.TargetVectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The heads and the jobs that train them, one at a time. */
@Component
public class Heads {

  private static final Logger LOG = LoggerFactory.getLogger(Heads.class);
  private static final double NANOS_A_MILLI = 1e6;

  /** So often a training is begun; one that ended the service each time does so again. */
  private static final int MOST_STARTS = 3;

  private final HeadTable table;
  private final Features features;
  private final Datasets datasets;
  private final ModelOwners owners;
  private final Map<String, AtomicBoolean> running = new ConcurrentHashMap<>();
  private final Map<String, LiveCurves> live = new ConcurrentHashMap<>();
  private final Map<String, Head> loaded = new ConcurrentHashMap<>();
  private final ExecutorService jobs =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("heads").factory());
  private final ExecutorService pool;
  private final Parallel parallel;

  Heads(
      HeadTable table,
      Features features,
      Datasets datasets,
      ModelOwners owners,
      CryptotlProperties properties) {
    this.table = table;
    this.features = features;
    this.datasets = datasets;
    this.owners = owners;
    this.pool =
        Executors.newFixedThreadPool(
            properties.threads(), Thread.ofPlatform().daemon().name("training-", 0).factory());
    this.parallel = Parallel.on(pool, properties.threads());
  }

  /** Trainings that a restart cut off begin anew, a few times. */
  @EventListener(ApplicationReadyEvent.class)
  void goOn() {
    for (HeadVersion head : list()) {
      if (head.state() == HeadState.TRAINING) {
        if (table.starts(head.id()) < MOST_STARTS) {
          start(head.id());
        } else {
          table.end(
              head.id(),
              HeadState.FAILED,
              "the service ended %d times while it trained this head; it may need more memory (-Xmx) or fewer rows"
                  .formatted(MOST_STARTS));
        }
      }
    }
  }

  @PreDestroy
  void stop() {
    running.values().forEach(flag -> flag.set(true));
    jobs.shutdownNow();
    pool.shutdownNow();
  }

  /** All versions of all heads, the newest first. */
  public List<HeadVersion> list() {
    return table.list();
  }

  /** One version, with the curves of its training so far. */
  public HeadVersion get(String id) {
    HeadVersion head = table.get(id);
    LiveCurves curves = live.get(id);
    return head.state() == HeadState.TRAINING && curves != null ? head.with(curves) : head;
  }

  /** Begins to train a head. */
  public HeadVersion train(HeadRequest request) {
    FeatureSet set = features.done(request.featureSetId());
    TrainingMemory.require(set);
    ModelRef model = set.model();
    String id = UUID.randomUUID().toString();
    table.insert(
        id,
        new HeadTable.Known(
            request.name(),
            new ModelVersion(model.modelOwnerId(), model.model(), model.version()),
            set.encoder(),
            datasets.get(set.datasetId()).labels()),
        request);
    start(id);
    return get(id);
  }

  private void start(String id) {
    AtomicBoolean cancelled = new AtomicBoolean();
    if (running.putIfAbsent(id, cancelled) == null) {
      jobs.execute(() -> run(id, cancelled));
    }
  }

  private void run(String id, AtomicBoolean cancelled) {
    LiveCurves curves = new LiveCurves(cancelled::get);
    live.put(id, curves);
    try {
      table.begin(id);
      HeadTrainer trainer = trainer(Objects.requireNonNull(get(id).request()), curves);
      table.steps(id, 0, trainer.steps());
      HeadTrainer.Trained trained = trainer.run(done -> table.steps(id, done, trainer.steps()));
      loaded.put(id, trained.head());
      if (!table.ready(id, trained.report(), bytes(trained.head()))) {
        loaded.remove(id);
      }
    } catch (CancellationException _) {
      LOG.info("the training of head {} was stopped", id);
    } catch (Throwable e) {
      if (!cancelled.get()) {
        LOG.warn("the training of head {} failed: {}", id, e.toString());
        table.end(id, HeadState.FAILED, told(e));
      }
    } finally {
      running.remove(id);
      live.remove(id);
    }
  }

  private static String told(Throwable e) {
    return switch (e) {
      case Problem problem -> problem.getMessage();
      case IllegalArgumentException argument -> argument.getMessage();
      case OutOfMemoryError _ ->
          "the service ran out of memory; extract fewer rows, or give it more heap (-Xmx)";
      default -> "see the log of the service";
    };
  }

  private HeadTrainer trainer(HeadRequest request, LiveCurves curves) {
    FeatureSet set = features.done(request.featureSetId());
    TrainingMemory.require(set);
    Vectors vectors = features.vectors(set.id());
    Dataset dataset = datasets.get(set.datasetId());
    int[] labels = new int[set.rows()];
    List<Integer> learn = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    try (Rows rows = datasets.open(dataset.id())) {
      for (int i = 0; i < labels.length; i++) {
        labels[i] = rows.label(i);
        (rows.part(i) == Part.TEST ? test : learn).add(i);
      }
    }
    Collections.shuffle(learn, new Random(request.seedOrUsual()));
    return new HeadTrainer(
        request.options(),
        parallel,
        dataset.labels().size(),
        TargetVectors.of(vectors.embeddings(), vectors.features()),
        labels,
        ints(learn),
        ints(test),
        curves);
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private static byte[] bytes(Head head) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ModelFile.write(StoredModel.of(head.network()), out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a head cannot be written", e);
    }
  }

  /** Stops a training. */
  public HeadVersion cancel(String id) {
    if (get(id).state() != HeadState.TRAINING) {
      throw new Problem(ProblemType.CONFLICT, "the head is not being trained");
    }
    table.end(id, HeadState.CANCELLED, null);
    AtomicBoolean flag = running.get(id);
    if (flag != null) {
      flag.set(true);
    }
    return get(id);
  }

  /** Deletes a version. */
  public void delete(String id) {
    if (get(id).state() == HeadState.TRAINING) {
      cancel(id);
    }
    table.delete(id);
    forget(id);
  }

  /** Stops the training of a head that goes, and keeps nothing of it. */
  private void forget(String id) {
    AtomicBoolean flag = running.get(id);
    if (flag != null) {
      flag.set(true);
    }
    loaded.remove(id);
  }

  @EventListener
  void featureSetDeleted(FeatureSetDeleted event) {
    list().stream()
        .filter(h -> h.request() != null && h.request().featureSetId().equals(event.id()))
        .forEach(h -> forget(h.id()));
  }

  @EventListener
  void ownerDeleted(ModelOwnerDeleted event) {
    list().stream()
        .filter(h -> h.model().modelOwnerId().equals(event.id()))
        .forEach(h -> forget(h.id()));
  }

  /** The head's network as an ONNX file, for others to run. */
  public byte[] onnx(String id) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      OnnxWriter.write(head(get(id)).network(), out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a head cannot be written", e);
    }
  }

  /** The head with what it sees and its labels, in the own format. */
  public byte[] file(String id) {
    HeadVersion version = get(id);
    Head head = head(version);
    return HeadFile.write(head.network(), head.input(), version.encoder(), version.labels());
  }

  /**
   * Takes a head that was trained elsewhere on the features of a model that is connected.
   *
   * @param file in the own format, or ONNX
   * @throws Problem if it does not fit to the model, the labels, or what it is said to see
   */
  public HeadVersion add(HeadImport request, byte[] file) {
    HeadFile head = HeadFile.read(file);
    ModelVersion model =
        new ModelVersion(request.modelOwnerId(), request.model(), request.version());
    Card card = owners.model(model.modelOwnerId(), model.model(), model.version()).card();
    String encoder = card.encoder() == null ? "" : card.encoder();
    HeadInput input = request.input() == null ? head.input() : request.input();
    List<String> labels = request.labels() == null ? head.labels() : request.labels();
    if (input == null || labels == null) {
      throw new Problem(
          ProblemType.INVALID_REQUEST,
          "the file does not say what the head sees and its labels; give both");
    }
    if (head.encoder() != null && !head.encoder().equals(encoder)) {
      throw new Problem(
          ProblemType.CONFLICT,
          "the head was trained with the encoder '%s', %s has '%s'"
              .formatted(head.encoder(), model, encoder));
    }
    check(head.network(), model, input, dimension(card, input), labels);
    String id = UUID.randomUUID().toString();
    Head made = new Head(input, head.network());
    table.insert(
        id, new HeadTable.Known(request.name(), model, encoder, labels), input, bytes(made));
    loaded.put(id, made);
    return get(id);
  }

  private static int dimension(Card card, HeadInput input) {
    return switch (input) {
      case FEATURES -> card.outputs();
      case EMBEDDING -> card.inputs();
      case BOTH -> card.inputs() + card.outputs();
    };
  }

  private static void check(
      Network network, ModelVersion model, HeadInput input, int dimension, List<String> labels) {
    if (network.input().size() != dimension) {
      throw new Problem(
          ProblemType.CONFLICT,
          "the head takes %d numbers; what it is to see of %s, %s, has %d"
              .formatted(
                  network.input().size(), model, input.name().toLowerCase(Locale.ROOT), dimension));
    }
    int classes = Math.max(2, network.output().size());
    if (labels.size() != classes || labels.stream().distinct().count() < classes) {
      throw new Problem(
          ProblemType.INVALID_REQUEST,
          "got the labels %s, expected %d different ones, as many as the head tells apart"
              .formatted(labels, classes));
    }
  }

  private Head head(HeadVersion version) {
    byte[] network = table.network(version.id()).orElse(null);
    if (version.input() == null || network == null) {
      throw new Problem(ProblemType.CONFLICT, "the head is not ready; wait for its training");
    }
    return loaded.computeIfAbsent(
        version.id(), _ -> new Head(version.input(), ModelFile.read(network).network()));
  }

  /** Classifies samples: their features come from the model owner, on ciphertexts. */
  public Predictions predict(String id, PredictionRequest request) {
    return predict(id, request, Patience.NONE);
  }

  Predictions predict(String id, PredictionRequest request, Patience patience) {
    if ((request.texts() == null) == (request.vectors() == null)) {
      throw new Problem(ProblemType.INVALID_REQUEST, "expected either texts or vectors");
    }
    long start = System.nanoTime();
    HeadVersion version = get(id);
    Head head = head(version);
    int samples = request.texts() == null ? request.vectors().size() : request.texts().size();
    Answer answer =
        features.evaluate(
            request.mode() == null
                ? features.soonest(version.model(), samples)
                : version.model().in(request.mode()),
            request.texts(),
            request.vectors() == null ? null : floats(request.vectors()),
            patience);
    long beforeHead = System.nanoTime();
    double[][] probabilities =
        head.probabilities(
            TargetVectors.of(answer.vectors().embeddings(), answer.vectors().features()),
            Parallel.NONE);
    long end = System.nanoTime();
    return new Predictions(
        named(probabilities, version.labels()),
        answer.statistics(),
        (end - beforeHead) / NANOS_A_MILLI,
        (end - start) / NANOS_A_MILLI);
  }

  private static List<Predictions.Prediction> named(double[][] probabilities, List<String> labels) {
    List<Predictions.Prediction> named = new ArrayList<>();
    for (double[] row : probabilities) {
      int best = HeadTrainer.largest(row);
      List<Double> all = new ArrayList<>();
      for (double p : row) {
        all.add(p);
      }
      named.add(new Predictions.Prediction(labels.get(best), row[best], all));
    }
    return named;
  }

  private static float[][] floats(List<List<Float>> rows) {
    float[][] floats = new float[rows.size()][];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = new float[rows.get(i).size()];
      for (int j = 0; j < floats[i].length; j++) {
        floats[i][j] = rows.get(i).get(j);
      }
    }
    return floats;
  }
}
