package org.cryptotl.dataowner.datasets;

import java.time.Instant;
import java.util.List;

/**
 * What is known of a dataset.
 *
 * @param id of the dataset
 * @param name given by the user
 * @param kind of its rows
 * @param rows number of them
 * @param dimension entries of a vector; 0 for texts
 * @param labels in order of their class numbers
 * @param counts rows of each label
 * @param duplicates rows that are equal to an earlier one
 * @param nearDuplicates rows that are nearly the same as an earlier one, duplicates among them
 * @param skipped bad rows of the file that were left out
 * @param split how rows are to be divided
 * @param parts what came of it
 * @param sizeBytes on disk
 * @param createdAt when it was imported
 */
public record Dataset(
    String id,
    String name,
    DatasetKind kind,
    int rows,
    int dimension,
    List<String> labels,
    List<Integer> counts,
    int duplicates,
    int nearDuplicates,
    int skipped,
    SplitPlan split,
    Parts parts,
    long sizeBytes,
    Instant createdAt) {

  /** Copies the lists. */
  public Dataset {
    labels = List.copyOf(labels);
    counts = List.copyOf(counts);
  }
}
