package org.cryptotl.modelowner.evaluation;

import java.time.Instant;
import org.cryptotl.modelowner.models.Mode;

/** A job, as it is told. */
record Job(
    String id,
    String model,
    int version,
    Mode mode,
    String keys,
    State state,
    int chunks,
    int chunksUploaded,
    int chunksDone,
    int chunksFailed,
    Instant createdAt,
    Instant expiresAt) {

  /** How far a job is. */
  enum State {
    OPEN,
    DONE,
    FAILED,
    CANCELLED
  }
}
