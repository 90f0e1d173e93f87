package org.cryptotl.dataowner.datasets;

/** What the rows of a dataset are. */
public enum DatasetKind {
  /** Texts, which an encoder turns into vectors. */
  TEXT,
  /** Vectors of numbers. */
  VECTOR
}
