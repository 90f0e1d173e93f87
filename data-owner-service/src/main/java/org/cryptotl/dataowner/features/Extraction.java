package org.cryptotl.dataowner.features;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.cryptotl.dataowner.datasets.Rows;
import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;

/**
 * One run over the open chunks of a feature set. While requests are evaluated the next ones are
 * encoded and encrypted. A chunk counts as done when its features are on disk and not before, so
 * that a run can end anywhere and another one goes on.
 */
final class Extraction {

  private static final int SENDERS = 2;
  private static final int POLL_MILLIS = 100;

  private final FeatureSet set;
  private final FeatureTable table;
  private final Pipeline pipeline;
  private final Rows rows;
  private final FeatureFiles files;
  private final Patience patience;
  private final AtomicBoolean cancelled;
  private final Meter meter;
  private final BlockingQueue<Sealed> queue;
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final AtomicBoolean checked = new AtomicBoolean();
  private volatile boolean allSealed;

  /** A chunk that is ready to be sent. */
  private static final class Sealed {
    private final FeatureTable.Chunk chunk;
    private final float[][] inputs;
    private final byte[] request;
    private final int encrypted;

    Sealed(FeatureTable.Chunk chunk, float[][] inputs, byte[] request, int encrypted) {
      this.chunk = chunk;
      this.inputs = inputs;
      this.request = request;
      this.encrypted = encrypted;
    }
  }

  Extraction(
      FeatureSet set,
      FeatureTable table,
      Pipeline pipeline,
      Rows rows,
      FeatureFiles files,
      Meter meter,
      Duration patience,
      AtomicBoolean cancelled) {
    this.set = set;
    this.table = table;
    this.pipeline = pipeline;
    this.rows = rows;
    this.files = files;
    this.cancelled = cancelled;
    this.meter = meter;
    this.patience = new Patience(patience, this::stopped, meter::waits);
    this.queue = new ArrayBlockingQueue<>(set.model().mode() == Mode.LATENCY ? 2 * SENDERS : 1);
  }

  /**
   * Runs until no chunk is open.
   *
   * @throws CancellationException if it was stopped
   */
  void run() {
    List<FeatureTable.Chunk> open = table.openChunks(set.id());
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            SENDERS + 1, Thread.ofPlatform().daemon().name("extraction-", 0).factory())) {
      Future<?> sealing = pool.submit(() -> guarded(() -> seal(open)));
      Future<?>[] sending = new Future<?>[SENDERS];
      for (int i = 0; i < SENDERS; i++) {
        sending[i] = pool.submit(() -> guarded(this::send));
      }
      await(sealing);
      for (Future<?> each : sending) {
        await(each);
      }
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    if (!table.openChunks(set.id()).isEmpty()) {
      throw new CancellationException();
    }
  }

  /** Keeps the first failure: those of the other stages may follow from it. */
  private void guarded(Runnable stage) {
    try {
      stage.run();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } catch (Error e) {
      failure.compareAndSet(null, new IllegalStateException("a stage of the extraction failed", e));
    }
  }

  private static void await(Future<?> stage) {
    try {
      stage.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a stage of the extraction failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the extraction was interrupted", e);
    }
  }

  private boolean stopped() {
    return cancelled.get() || failure.get() != null;
  }

  private void seal(List<FeatureTable.Chunk> open) {
    int capacity = pipeline.manifest().layout().capacity();
    for (FeatureTable.Chunk chunk : open) {
      if (stopped()) {
        return;
      }
      float[][] inputs = inputs(chunk);
      float[][] sent = withRepetition(inputs, capacity);
      byte[] request = pipeline.encrypt(sent, meter);
      put(new Sealed(chunk, inputs, request, sent.length));
    }
    allSealed = true;
  }

  private float[][] inputs(FeatureTable.Chunk chunk) {
    if (!set.encoder().isEmpty()) {
      return pipeline.ofTexts(rows.texts(chunk.from(), chunk.count()), meter);
    }
    float[][] vectors = new float[chunk.count()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = rows.vector(chunk.from() + i);
    }
    return pipeline.ofVectors(vectors, meter);
  }

  /** Where a slot is free the first input goes in twice, and what comes out is compared. */
  private static float[][] withRepetition(float[][] inputs, int capacity) {
    if (inputs.length == capacity) {
      return inputs;
    }
    float[][] more = Arrays.copyOf(inputs, inputs.length + 1);
    more[inputs.length] = inputs[0];
    return more;
  }

  private void put(Sealed sealed) {
    try {
      while (!stopped() && !queue.offer(sealed, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        // The senders are busy.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the extraction was interrupted", e);
    }
  }

  private void send() {
    while (!stopped()) {
      boolean last = allSealed;
      Sealed sealed = take();
      if (sealed == null) {
        if (last) {
          return;
        }
        continue;
      }
      finish(sealed);
    }
  }

  private Sealed take() {
    try {
      return queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the extraction was interrupted", e);
    }
  }

  private void finish(Sealed sealed) {
    byte[] reply = patience.ask(() -> pipeline.evaluate(sealed.request, meter));
    double[][] features = pipeline.decrypt(reply, sealed.encrypted, meter);
    if (sealed.encrypted > sealed.chunk.count()) {
      compare(features[0], features[sealed.chunk.count()]);
    } else if (checked.compareAndSet(false, true)) {
      float[][] again = {sealed.inputs[0]};
      byte[] request = pipeline.encrypt(again, meter);
      byte[] second = patience.ask(() -> pipeline.evaluate(request, meter));
      compare(features[0], pipeline.decrypt(second, 1, meter)[0]);
    }
    float[][] outputs = floats(features, sealed.chunk.count());
    meter.time(
        Stage.STORE,
        () -> {
          files.write(sealed.chunk.from(), sealed.inputs, outputs);
          return outputs;
        });
    table.done(set.id(), sealed.chunk, meter.statistics());
  }

  private static float[][] floats(double[][] features, int count) {
    float[][] floats = new float[count][features[0].length];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < floats[i].length; j++) {
        floats[i][j] = (float) features[i][j];
      }
    }
    return floats;
  }

  /** Two evaluations of one input are each within the bound of the truth. */
  private void compare(double[] one, double[] other) {
    checked.set(true);
    double bound = 2 * pipeline.manifest().precision().errorBound();
    double difference = 0;
    for (int i = 0; i < one.length; i++) {
      difference = Math.max(difference, Math.abs(one[i] - other[i]));
    }
    meter.selfCheck(difference, bound);
    if (!(difference <= bound)) {
      throw new Problem(
          ProblemType.MODEL_OWNER_UNAVAILABLE,
          "the features of equal inputs differ by %.3g, expected at most %.3g by the manifest; the model owner's results are not to be relied on"
              .formatted(difference, bound),
          Map.of("difference", difference, "bound", bound));
    }
  }
}
