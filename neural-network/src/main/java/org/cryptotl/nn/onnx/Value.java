package org.cryptotl.nn.onnx;

/** What is known of a value of the graph. */
sealed interface Value permits Tensor, Signal {}
