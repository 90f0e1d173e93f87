package org.cryptotl.nn.lowering;

import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.nn.layer.Range;

/**
 * What became of one activation.
 *
 * @param index the layer's place in the network, from 0
 * @param layer what kind of layer it is
 * @param seen the least and greatest input among the samples
 * @param range where the polynomial is meant to be used; unbounded for polynomials without a range
 * @param outside number of the samples' inputs that lie outside of the range
 * @param polynomial what is evaluated
 * @param maxRangeError greatest distance from the activation on the range; 0 for polynomials
 * @param maxSampleError greatest distance from the activation at the samples' inputs
 * @param meanSampleError mean distance from the activation at the samples' inputs
 */
public record ActivationReport(
    int index,
    String layer,
    Range seen,
    Range range,
    long outside,
    Polynomial polynomial,
    double maxRangeError,
    double maxSampleError,
    double meanSampleError) {}
