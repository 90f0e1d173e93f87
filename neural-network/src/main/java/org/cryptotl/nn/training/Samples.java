package org.cryptotl.nn.training;

import java.util.Objects;

/**
 * Labelled samples, in memory or on disk. Rows are read in any order, several at a time by several
 * threads.
 */
public interface Samples {

  /** Number of samples. */
  int size();

  /** Entries of a sample. */
  int inputs();

  /**
   * Reads one sample.
   *
   * @param row from 0 to {@code size() - 1}
   * @param into receives {@link #inputs} entries, from {@code offset} on
   */
  void read(int row, float[] into, int offset);

  /** What the network is to say: the class (0, 1, ...) or, for squared errors, a number. */
  float target(int row);

  /**
   * Some of these samples; nothing is copied but the numbers of the rows.
   *
   * @param rows each from 0 to {@code size() - 1}; repetitions are allowed
   */
  default Samples rows(int... rows) {
    for (int row : rows) {
      Objects.checkIndex(row, size());
    }
    return new SelectedSamples(this, rows.clone());
  }

  /**
   * Samples in memory.
   *
   * @param x one row a sample, all of one length; not copied
   * @param targets one a sample; not copied
   */
  static Samples of(float[][] x, float[] targets) {
    return new MemorySamples(x, targets);
  }

  /**
   * Samples of classes in memory.
   *
   * @param x one row a sample, all of one length; not copied
   * @param labels one a sample, at least 0
   */
  static Samples of(float[][] x, int[] labels) {
    float[] targets = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      targets[i] = labels[i];
    }
    return new MemorySamples(x, targets);
  }
}
