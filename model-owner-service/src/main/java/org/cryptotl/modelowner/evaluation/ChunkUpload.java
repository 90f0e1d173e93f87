package org.cryptotl.modelowner.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.modelowner.blobs.BlobStore;
import org.cryptotl.modelowner.evaluation.Job.State;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.cryptotl.modelowner.tenants.Audit;
import org.cryptotl.modelowner.tenants.Budgets;
import org.cryptotl.modelowner.tenants.Caller;
import org.cryptotl.modelowner.tenants.Storage;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes chunks: stores the payload, checks every ciphertext of it, takes the samples from the
 * budget, and queues it. The same bytes may come again, which changes nothing.
 */
@Component
class ChunkUpload {

  /** A chunk and what is left of the budget, if it was touched. */
  record Accepted(Chunk chunk, Optional<Long> budgetLeft) {}

  private final Jobs jobs;
  private final ChunkStore chunks;
  private final BlobStore blobs;
  private final Budgets budgets;
  private final Storage storage;
  private final Audit audit;
  private final TransactionTemplate transaction;

  ChunkUpload(
      Jobs jobs,
      ChunkStore chunks,
      BlobStore blobs,
      Budgets budgets,
      Storage storage,
      Audit audit,
      TransactionTemplate transaction) {
    this.jobs = jobs;
    this.chunks = chunks;
    this.blobs = blobs;
    this.budgets = budgets;
    this.storage = storage;
    this.audit = audit;
    this.transaction = transaction;
  }

  Accepted accept(Caller caller, String jobId, int number, long announced, InputStream body)
      throws IOException {
    Job job = jobs.find(caller, jobId);
    if (number < 0 || number >= job.chunks()) {
      throw Problem.notFound("chunk: the job has %d".formatted(job.chunks()));
    }
    Manifest manifest = jobs.manifest(caller, job);
    CiphertextStream.requireSize(announced, manifest);
    storage.require(caller, Math.max(0, announced));
    String blob = "jobs/%s/%d-%s".formatted(jobId, number, UUID.randomUUID());
    MessageDigest digest = sha256();
    boolean kept = false;
    try {
      long bytes =
          blobs.append(
              blob, 0, new DigestInputStream(body, digest), CiphertextStream.mostBytes(manifest));
      String sha256 = HexFormat.of().formatHex(digest.digest());
      Optional<ChunkStore.Stored> before = chunks.find(jobId, number);
      if (before.isPresent()) {
        return again(before.get().chunk(), sha256);
      }
      if (job.state() != State.OPEN) {
        throw new Problem(
            ProblemType.CONFLICT, "the job is %s, expected OPEN".formatted(job.state()));
      }
      try (InputStream in = blobs.open(blob, 0)) {
        CiphertextStream.check(in, manifest);
      }
      int samples = manifest.layout().capacity();
      Long left;
      try {
        left =
            transaction.execute(_ -> {
              long remaining = charge(caller, job, samples);
              jobs.add(jobId, number, sha256, blob, bytes, samples);
              return remaining;
            });
        kept = true;
      } catch (DuplicateKeyException _) {
        return again(chunks.find(jobId, number).orElseThrow().chunk(), sha256);
      }
      return new Accepted(chunks.find(jobId, number).orElseThrow().chunk(), Optional.of(left));
    } finally {
      if (!kept) {
        blobs.delete(blob);
      }
    }
  }

  private long charge(Caller caller, Job job, int samples) {
    long left = budgets.take(caller, job.model(), samples);
    audit.evaluated(
        caller.tenantId(),
        Audit.Action.CHUNK,
        job.model(),
        job.version(),
        job.mode().name(),
        samples);
    return left;
  }

  private static Accepted again(Chunk before, String sha256) {
    if (!before.inputSha256().equals(sha256)) {
      throw new Problem(
          ProblemType.CONFLICT,
          "the chunk was uploaded before with other bytes; make another job for these");
    }
    return new Accepted(before, Optional.empty());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
