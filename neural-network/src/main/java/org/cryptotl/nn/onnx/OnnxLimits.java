package org.cryptotl.nn.onnx;

/**
 * What is accepted of a file. All of it but what comes of computing with constants is counted
 * before objects are made: every field that the file has, every entry of a list of numbers, however
 * few bytes it takes. Fields that onnx.proto does not have are refused.
 *
 * <p>Memory while a file is read is at most about 5 bytes a byte of it (text is the worst of it),
 * 32 a weight and 300 a part, beside what the layers themselves need.
 *
 * @param bytes size of the file
 * @param messages parts of the file: all fields (nodes, attributes, tensors, names, numbers ...),
 *     and each entry of a dimension or an attribute of integers
 * @param nodes nodes of the graph
 * @param weights entries of all constants together, in the file and after folding; also those of
 *     one layer after its groups and dilations have been written out
 * @param entries entries of one sample between two layers
 */
public record OnnxLimits(long bytes, int messages, int nodes, long weights, int entries) {

  /** 160 MiB, 1,000,000 parts, 10,000 nodes, 2^25 weights, 2^22 entries. */
  public static final OnnxLimits DEFAULT =
      new OnnxLimits(160L << 20, 1_000_000, 10_000, 1L << 25, 1 << 22);

  /** Checks the numbers. */
  public OnnxLimits {
    if (bytes < 1
        || bytes > Integer.MAX_VALUE - 16
        || messages < 1
        || nodes < 1
        || weights < 1
        || entries < 1) {
      throw new IllegalArgumentException(
          "ONNX limits: got %d bytes, %d parts, %d nodes, %d weights, %d entries, expected at least 1 each and less than 2^31 bytes"
              .formatted(bytes, messages, nodes, weights, entries));
    }
  }
}
