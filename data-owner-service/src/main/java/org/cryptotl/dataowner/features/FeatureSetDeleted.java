package org.cryptotl.dataowner.features;

/**
 * A feature set is about to be deleted; what was trained on it has to go.
 *
 * @param id of the feature set
 */
public record FeatureSetDeleted(String id) {}
