package org.cryptotl.modelowner.evaluation;

/** A chunk, as it is told. */
record Chunk(
    int number, State state, String inputSha256, int attempts, long elapsedMillis, String failure) {

  /** How far a chunk is. */
  enum State {
    QUEUED,
    DONE,
    FAILED
  }
}
