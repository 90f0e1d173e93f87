package org.cryptotl.modelowner.evaluation;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.blobs.BlobStore;
import org.cryptotl.modelowner.evaluation.Job.State;
import org.cryptotl.modelowner.evaluationkeys.KeyBundles;
import org.cryptotl.modelowner.models.Mode;
import org.cryptotl.modelowner.models.Models;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.cryptotl.modelowner.tenants.Budgets;
import org.cryptotl.modelowner.tenants.Caller;
import org.cryptotl.modelowner.tenants.TenantDeleted;
import org.cryptotl.modelowner.tenants.TenantLock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Jobs of numbered chunks. The scheduler comes late, since its tasks need the jobs. */
@Component
class Jobs {

  private final JobStore jobs;
  private final ChunkStore chunks;
  private final Models models;
  private final KeyBundles bundles;
  private final BlobStore blobs;
  private final Budgets budgets;
  private final TenantLock lock;
  private final SchedulerClient scheduler;
  private final OneTimeTask<Void> evaluateChunk;
  private final TransactionTemplate transaction;
  private final CryptotlProperties.Jobs settings;
  private final Clock clock;

  Jobs(
      JobStore jobs,
      ChunkStore chunks,
      Models models,
      KeyBundles bundles,
      BlobStore blobs,
      Budgets budgets,
      TenantLock lock,
      @Lazy SchedulerClient scheduler,
      @Qualifier("evaluateChunk") OneTimeTask<Void> evaluateChunk,
      TransactionTemplate transaction,
      CryptotlProperties properties,
      Clock clock) {
    this.jobs = jobs;
    this.chunks = chunks;
    this.models = models;
    this.bundles = bundles;
    this.blobs = blobs;
    this.budgets = budgets;
    this.lock = lock;
    this.scheduler = scheduler;
    this.evaluateChunk = evaluateChunk;
    this.transaction = transaction;
    this.settings = properties.jobs();
    this.clock = clock;
  }

  Job create(Caller caller, String model, int version, Mode mode, String keys, int count) {
    bundles.requireFor(caller.tenantId(), keys, models.manifest(caller, model, version, mode));
    if (count > settings.maxChunks()) {
      throw new Problem(
          ProblemType.INVALID_REQUEST,
          "got %d chunks, expected at most %d".formatted(count, settings.maxChunks()));
    }
    return lock.hold(caller, () -> insert(caller, model, version, mode, keys, count));
  }

  private Job insert(Caller caller, String model, int version, Mode mode, String keys, int count) {
    if (jobs.open(caller.tenantId()) >= caller.limits().maxJobs()) {
      throw new Problem(
          ProblemType.LIMIT_REACHED,
          "%d jobs are open, as many as are allowed; wait for one or cancel it"
              .formatted(caller.limits().maxJobs()));
    }
    Instant now = now();
    Duration expiry = settings.expiry();
    Job job =
        new Job(
            UUID.randomUUID().toString(),
            model,
            version,
            mode,
            keys,
            State.OPEN,
            count,
            0,
            0,
            0,
            now,
            now.plus(expiry));
    jobs.insert(caller.tenantId(), job);
    return job;
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  List<Job> list(Caller caller) {
    return jobs.list(caller.tenantId());
  }

  Job find(Caller caller, String id) {
    return jobs.find(caller.tenantId(), id).orElseThrow(() -> Problem.notFound("job"));
  }

  Manifest manifest(Caller caller, Job job) {
    return models.manifest(caller, job.model(), job.version(), job.mode());
  }

  List<Chunk> chunks(Caller caller, String id) {
    return chunks.list(find(caller, id).id()).stream().map(ChunkStore.Stored::chunk).toList();
  }

  ChunkStore.Stored chunk(Caller caller, String id, int number) {
    return chunks.find(find(caller, id).id(), number).orElseThrow(() -> Problem.notFound("chunk"));
  }

  /** Queues a chunk whose payload was stored and checked. */
  void add(String jobId, int number, String sha256, String blob, long bytes, int samples) {
    transaction.executeWithoutResult(_ -> {
      chunks.insert(jobId, number, sha256, blob, bytes, samples);
      queue(jobId, number);
    });
  }

  private void queue(String jobId, int number) {
    scheduler.scheduleIfNotExists(evaluateChunk.instance(instance(jobId, number)), now());
  }

  private static String instance(String jobId, int number) {
    return jobId + "/" + number;
  }

  InputStream result(Caller caller, String id, int number) throws IOException {
    ChunkStore.Stored chunk = chunk(caller, id, number);
    if (chunk.chunk().state() != Chunk.State.DONE) {
      throw new Problem(
          ProblemType.CONFLICT, "the chunk is %s, expected DONE".formatted(chunk.chunk().state()));
    }
    return blobs.open(chunk.outputBlob(), 0);
  }

  Job cancel(Caller caller, String id) {
    Job job = find(caller, id);
    if (job.state() != State.CANCELLED && !jobs.move(id, State.OPEN, State.CANCELLED)) {
      throw new Problem(
          ProblemType.CONFLICT, "the job is %s, expected OPEN".formatted(job.state()));
    }
    return find(caller, id);
  }

  /** Chunks that failed are taken from the budget anew. */
  Job retry(Caller caller, String id) {
    Job job = find(caller, id);
    transaction.executeWithoutResult(_ -> {
      if (!jobs.move(id, State.FAILED, State.OPEN) && !jobs.move(id, State.CANCELLED, State.OPEN)) {
        throw new Problem(
            ProblemType.CONFLICT,
            "the job is %s, expected FAILED or CANCELLED".formatted(job.state()));
      }
      long samples = 0;
      for (ChunkStore.Stored each : chunks.list(id)) {
        if (each.chunk().state() == Chunk.State.FAILED
            && chunks.requeueFailed(id, each.chunk().number())) {
          samples += each.samples();
        }
        if (each.chunk().state() != Chunk.State.DONE) {
          queue(id, each.chunk().number());
        }
      }
      if (samples > 0) {
        budgets.take(caller, job.model(), samples);
      }
    });
    jobs.close(id);
    return find(caller, id);
  }

  /** Work on its chunks that is queued finds nothing to do. */
  void delete(Caller caller, String id) throws IOException {
    delete(find(caller, id));
  }

  private void delete(Job job) throws IOException {
    jobs.move(job.id(), State.OPEN, State.CANCELLED);
    List<ChunkStore.Stored> all = chunks.list(job.id());
    jobs.delete(job.id());
    for (ChunkStore.Stored each : all) {
      blobs.delete(each.inputBlob());
      if (each.outputBlob() != null) {
        blobs.delete(each.outputBlob());
      }
    }
  }

  /**
   * Queues chunks that wait without a task: a retry that came while the last attempt's task was
   * about to end leaves such ones.
   */
  void requeue() {
    for (ChunkStore.Waiting each : chunks.waiting()) {
      queue(each.jobId(), each.number());
    }
  }

  void expire() throws IOException {
    for (JobStore.Owned each : jobs.expired(now())) {
      delete(each.job());
    }
  }

  @EventListener
  void deleteAll(TenantDeleted event) throws IOException {
    for (Job each : jobs.list(event.tenantId())) {
      delete(each);
    }
  }
}
