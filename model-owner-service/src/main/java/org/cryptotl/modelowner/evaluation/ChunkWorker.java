package org.cryptotl.modelowner.evaluation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cryptotl.he.HeException;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.blobs.BlobStore;
import org.cryptotl.modelowner.evaluation.StepTimes.Step;
import org.cryptotl.modelowner.models.Models;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.tenants.Budgets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Evaluates chunks. A chunk may be evaluated more than once, by a worker that was taken for dead
 * and the one that took over; one result counts, the other is deleted.
 */
@Component
class ChunkWorker {

  private static final Logger LOG = LoggerFactory.getLogger(ChunkWorker.class);

  private final JobStore jobs;
  private final ChunkStore chunks;
  private final Models models;
  private final Engine engine;
  private final BlobStore blobs;
  private final Budgets budgets;
  private final TransactionTemplate transaction;
  private final Shares memory;
  private final int maxAttempts;

  ChunkWorker(
      JobStore jobs,
      ChunkStore chunks,
      Models models,
      Engine engine,
      BlobStore blobs,
      Budgets budgets,
      TransactionTemplate transaction,
      CryptotlProperties properties) {
    this.jobs = jobs;
    this.chunks = chunks;
    this.models = models;
    this.engine = engine;
    this.blobs = blobs;
    this.budgets = budgets;
    this.transaction = transaction;
    this.memory = new Shares(properties.evaluations().memoryBytes());
    this.maxAttempts = properties.jobs().maxAttempts();
  }

  /**
   * Evaluates a chunk that is queued. For one that has ended nothing is left but to close its job,
   * which a crash may have prevented.
   *
   * @throws RuntimeException if it is worth another attempt
   */
  void evaluate(String jobId, int number) throws IOException, InterruptedException {
    JobStore.Owned owned = jobs.owned(jobId).orElse(null);
    Optional<ChunkStore.Stored> found = chunks.find(jobId, number);
    if (owned == null || found.isEmpty() || owned.job().state() != Job.State.OPEN) {
      return;
    }
    if (found.get().chunk().state() == Chunk.State.QUEUED) {
      attempt(owned, found.get());
    }
    jobs.close(jobId);
  }

  private void attempt(JobStore.Owned owned, ChunkStore.Stored chunk)
      throws IOException, InterruptedException {
    String jobId = owned.job().id();
    int number = chunk.chunk().number();
    if (chunk.chunk().attempts() >= maxAttempts) {
      fail(owned, chunk, "%d attempts failed".formatted(maxAttempts));
      return;
    }
    chunks.begin(jobId, number);
    try {
      evaluate(owned, chunk);
    } catch (Problem | HeException e) {
      fail(owned, chunk, e.getMessage());
    } catch (RuntimeException | IOException e) {
      LOG.atWarn()
          .addKeyValue("job", jobId)
          .addKeyValue("chunk", number)
          .setCause(e)
          .log("an attempt at a chunk failed");
      if (chunk.chunk().attempts() + 1 < maxAttempts) {
        chunks.attempted(jobId, number, Chunk.State.QUEUED, "an attempt failed");
        throw e;
      }
      fail(owned, chunk, "%d attempts failed".formatted(maxAttempts));
    }
  }

  /** The samples are given back, since they are not evaluated. */
  private void fail(JobStore.Owned owned, ChunkStore.Stored chunk, String failure) {
    Job job = owned.job();
    transaction.executeWithoutResult(_ -> {
      if (chunks.attempted(job.id(), chunk.chunk().number(), Chunk.State.FAILED, failure)) {
        budgets.giveBack(owned.tenantId(), job.model(), chunk.samples());
      }
    });
  }

  private void evaluate(JobStore.Owned owned, ChunkStore.Stored chunk)
      throws IOException, InterruptedException {
    Job job = owned.job();
    Manifest manifest = models.plan(job.model(), job.version(), job.mode()).manifest();
    long bytes = CiphertextStream.memoryBytes(manifest);
    memory.await(bytes);
    try {
      evaluate(owned, chunk, manifest);
    } finally {
      memory.giveBack(bytes);
    }
  }

  private void evaluate(JobStore.Owned owned, ChunkStore.Stored chunk, Manifest manifest)
      throws IOException {
    Job job = owned.job();
    StepTimes times = new StepTimes();
    List<Ciphertext> inputs =
        times.time(
            Step.READ,
            () -> {
              try (InputStream in = blobs.open(chunk.inputBlob(), 0)) {
                return CiphertextStream.read(in, manifest);
              }
            });
    List<Ciphertext> results =
        engine.evaluate(
            owned.tenantId(), job.model(), job.version(), job.mode(), job.keys(), inputs, times);
    int number = chunk.chunk().number();
    String blob = "jobs/%s/%d-result-%s".formatted(job.id(), number, UUID.randomUUID());
    long bytes =
        times.time(
            Step.WRITE,
            () -> {
              byte[] reply = CiphertextStream.toBytes(results);
              return blobs.append(blob, 0, new ByteArrayInputStream(reply), reply.length);
            });
    if (chunks.done(job.id(), number, blob, bytes, times.millis(Step.EVALUATE))) {
      engine.count(manifest, job.mode(), times);
      delete(chunk.inputBlob());
    } else {
      delete(blob);
    }
  }

  /** What cannot be deleted now is swept later, since nobody holds it. */
  private void delete(String blob) {
    try {
      blobs.delete(blob);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("blob", blob).setCause(e).log("a payload was not deleted");
    }
  }
}
