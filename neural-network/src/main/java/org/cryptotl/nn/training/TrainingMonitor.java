package org.cryptotl.nn.training;

/** Who watches a training; asked on the thread that called for it. */
public interface TrainingMonitor {

  /** Nobody. */
  TrainingMonitor NONE = new TrainingMonitor() {};

  /** Takes note of an epoch. */
  default void epochEnded(Epoch epoch) {}

  /** Whether to stop before the next batch; asked before each. */
  default boolean isCancelled() {
    return false;
  }
}
