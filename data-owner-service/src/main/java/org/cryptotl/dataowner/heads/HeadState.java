package org.cryptotl.dataowner.heads;

/** How far a head is. */
public enum HeadState {
  /** It waits for its turn or is being trained; after a restart that begins anew. */
  TRAINING,
  /** It can classify. */
  READY,
  /** Its training was stopped. */
  CANCELLED,
  /** Its training failed. */
  FAILED
}
