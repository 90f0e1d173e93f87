package org.cryptotl.dataowner.datasets;

/**
 * A dataset is about to be deleted; what was derived from it has to go.
 *
 * @param id of the dataset
 */
public record DatasetDeleted(String id) {}
