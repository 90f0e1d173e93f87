package org.cryptotl.dataowner.datasets;

/** The part of a split that a row is in. */
public enum Part {
  /** To learn from. */
  TRAINING,
  /** To stop early and to choose by. */
  VALIDATION,
  /** To judge by, once. */
  TEST
}
