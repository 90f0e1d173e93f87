package org.cryptotl.dataowner.features;

/** How far an extraction is. */
public enum FeatureState {
  /** It waits for its turn or runs; after a restart it goes on. */
  RUNNING,
  /** It was stopped; what is done is kept, and it can be resumed. */
  CANCELLED,
  /** It ended with a failure; it can be resumed. */
  FAILED,
  /** All features are there. */
  DONE
}
