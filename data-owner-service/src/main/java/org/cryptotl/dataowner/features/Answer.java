package org.cryptotl.dataowner.features;

/**
 * The vectors of samples that were evaluated at once.
 *
 * @param vectors of them
 * @param statistics what it cost
 */
public record Answer(Vectors vectors, Statistics statistics) {}
