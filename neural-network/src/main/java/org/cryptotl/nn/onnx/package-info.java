/**
 * Networks from and to ONNX files (opsets 11 to 21).
 *
 * <p>A file is a graph; a network here is a chain. The reader walks the nodes in order with what is
 * known of each value: a {@code Tensor} is constant and is computed with; a {@code Signal} depends
 * on the input, and is a polynomial, in every entry, of what the layers so far give. Nodes that are
 * no sum or product with a constant, or of two polynomials in the same thing, become layers.
 *
 * <p>May import {@code layer}, {@code format} (for its exception) and the protobuf classes of ONNX.
 * Reading: https://onnx.ai/onnx/operators/.
 */
package org.cryptotl.nn.onnx;
