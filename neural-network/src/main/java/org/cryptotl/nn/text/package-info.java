/**
 * From texts to vectors: sentence encoders that run locally, in plain, on ONNX Runtime.
 *
 * <p>May import the engine's {@code Parallel}, ONNX Runtime and the tokenizer. Reading: Reimers,
 * Gurevych, "Sentence-BERT" (EMNLP 2019); Xiao et al., "C-Pack" (arXiv 2309.07597).
 */
package org.cryptotl.nn.text;
