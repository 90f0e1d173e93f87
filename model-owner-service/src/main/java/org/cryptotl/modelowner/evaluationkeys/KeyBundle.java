package org.cryptotl.modelowner.evaluationkeys;

import java.time.Instant;

/** A bundle, as it is told. */
record KeyBundle(
    String id,
    String manifestSha256,
    State state,
    long totalBytes,
    long receivedBytes,
    String sha256,
    String failure,
    Instant createdAt,
    Instant usedAt,
    Instant expiresAt) {

  /** How far a bundle is. */
  enum State {
    UPLOADING,
    READY
  }
}
