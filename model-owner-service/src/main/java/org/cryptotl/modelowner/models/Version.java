package org.cryptotl.modelowner.models;

import java.time.Instant;
import java.util.List;
import org.cryptotl.modelowner.training.EpochReport;

/** A version, as it is told. */
record Version(
    String model,
    int version,
    State state,
    List<EpochReport> epochs,
    String failure,
    Card card,
    Instant createdAt) {

  /** How far a version is. */
  enum State {
    QUEUED,
    TRAINING,
    PLANNING,
    READY,
    ACTIVE,
    RETIRED,
    FAILED,
    CANCELLED;

    /** Whether somebody works on it, or will. */
    boolean isBeingMade() {
      return this == QUEUED || this == TRAINING || this == PLANNING;
    }
  }
}
