package org.cryptotl.dataowner.modelowner;

/** What a plan is made for. */
public enum Mode {
  /** One or a few samples, soon. */
  LATENCY,
  /** Thousands of samples at once, each at the least cost. */
  THROUGHPUT
}
