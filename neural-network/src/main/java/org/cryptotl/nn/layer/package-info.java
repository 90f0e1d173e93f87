/**
 * Networks in plain: shapes, weights, layers and their forward pass. A layer is an immutable record
 * of its geometry and its weights; a {@link org.cryptotl.nn.layer.Network} is a list of layers that
 * fit together.
 *
 * <p>Values are {@code float}; the entries of a sample stand in row-major order, channels first, so
 * flattening and reshaping move nothing. Batches hold one sample after another.
 *
 * <p>May import {@code kernel}. Start reading at {@link org.cryptotl.nn.layer.Layer}.
 */
package org.cryptotl.nn.layer;
