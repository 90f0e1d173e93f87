package org.cryptotl.nn.training;

import org.cryptotl.nn.layer.Range;

/**
 * What the inputs of a polynomial activation were after training.
 *
 * @param layer index in the network
 * @param meant the activation's own range
 * @param least the smallest input seen
 * @param largest the largest input seen
 * @param outside share of the inputs outside of {@code meant}, from 0 to 1
 */
public record ActivationRange(
    int layer, Range meant, double least, double largest, double outside) {}
