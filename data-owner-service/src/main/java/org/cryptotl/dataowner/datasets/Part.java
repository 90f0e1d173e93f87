package org.cryptotl.dataowner.datasets;

/** The part of a split that a row is in. */
public enum Part {
  /** To learn from. */
  TRAINING,
  /** To learn from, too: heads choose by folds of both, see {@code HeadTrainer}. */
  VALIDATION,
  /** To judge by, once. */
  TEST
}
