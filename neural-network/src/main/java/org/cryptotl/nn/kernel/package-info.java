/**
 * The loops below layers and training, on flat float arrays: matrix products as a scalar and a
 * vector twin, windows of convolutions and poolings.
 *
 * <p>Every sum runs in an order that neither the number of threads nor the width of the vectors
 * changes, with one rounding a product ({@link java.lang.Math#fma(float, float, float)}): both
 * twins give the same bits.
 *
 * <p>May import the engine's {@code kernel} and {@code ring.Parallel}. Reading: Goto and van de
 * Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
 */
package org.cryptotl.nn.kernel;
