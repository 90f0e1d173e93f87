package org.cryptotl.he.manifest;

import org.cryptotl.he.rlwe.Scale;

/**
 * The layout of one sample, or a few, a ciphertext. A batch of s samples is interleaved: slot p s +
 * j is place p of sample j. The places of a sample are cut into blocks of {@code stride} places.
 * Place j of block b holds, as real and as imaginary part, the entries of the input j + 2b {@code
 * copyOffset} and j + (2b + 1) {@code copyOffset}, the input being continued cyclically after
 * {@code cycle} entries. An input of more entries than {@code cycle} takes several ciphertexts.
 *
 * <p>The rotated copies let each plaintext of the first layer carry as many diagonals as there are
 * copies (compare Juvekar et al., "GAZELLE", 2018, on hybrid packing).
 *
 * <p>Output i is the real part of every place that is i modulo {@code outputPeriod}; outputs beyond
 * that are in further ciphertexts. All other places, and all imaginary parts, are zero.
 *
 * @param slots number of slots, a power of two
 * @param batch samples of a ciphertext, a power of two
 * @param inputs number of entries of an input, at least 1
 * @param cycle entries of the input in one ciphertext, at least 1
 * @param stride places of a block, a power of two that divides those of a sample
 * @param copyOffset by how many places one copy is rotated against the next
 * @param outputs number of entries of an output, at least 1
 * @param outputPeriod a power of two that divides the places of a sample
 * @param level of the ciphertexts of a request, at least 1; those of a reply have level 0
 * @param scale of the ciphertexts of a request
 */
public record LatencyLayout(
    int slots,
    int batch,
    int inputs,
    int cycle,
    int stride,
    int copyOffset,
    int outputs,
    int outputPeriod,
    int level,
    Scale scale)
    implements Layout {

  /** Checks that everything has its place. */
  public LatencyLayout {
    if (!isPowerOfTwo(slots)
        || !isPowerOfTwo(batch)
        || !isPowerOfTwo(stride)
        || !isPowerOfTwo(outputPeriod)
        || (long) batch * Math.max(stride, outputPeriod) > slots) {
      throw new IllegalArgumentException(
          "layout: got %d slots, batches of %d, blocks of %d and outputs of period %d, expected"
                  .formatted(slots, batch, stride, outputPeriod)
              + " powers of two that divide one another");
    }
    if (inputs < 1
        || inputs > MAX_ENTRIES
        || outputs < 1
        || outputs > MAX_ENTRIES
        || cycle < 1
        || cycle > slots
        || copyOffset < 1
        || level < 1) {
      throw new IllegalArgumentException(
          ("layout: got %d inputs in cycles of %d, copies %d apart, %d outputs and level %d,"
                  + " expected at least 1 of each, cycles of at most %d, and at most %d entries")
              .formatted(inputs, cycle, copyOffset, outputs, level, slots, MAX_ENTRIES));
    }
    if (2L * (slots / batch / stride) * copyOffset < cycle) {
      throw new IllegalArgumentException(
          "layout: %d blocks of %d with copies %d apart do not hold %d inputs"
              .formatted(slots / batch / stride, stride, copyOffset, cycle));
    }
  }

  private static boolean isPowerOfTwo(int x) {
    return x > 0 && Integer.bitCount(x) == 1;
  }

  /** Places of a sample. */
  public int places() {
    return slots / batch;
  }

  /** Number of blocks of a sample. */
  public int blocks() {
    return places() / stride;
  }

  @Override
  public int capacity() {
    return batch;
  }

  @Override
  public int inputParts() {
    return (inputs + cycle - 1) / cycle;
  }

  @Override
  public int outputParts() {
    return (outputs + outputPeriod - 1) / outputPeriod;
  }

  /**
   * The input's entry at a place of a ciphertext, -1 for none.
   *
   * @param part the ciphertext, in [0, inputParts)
   * @param place in [0, places)
   * @param half 0 for the real part, 1 for the imaginary part
   */
  public int inputAt(int part, int place, int half) {
    int copy = 2 * (place / stride) + half;
    int entry = part * cycle + (int) ((place % stride + (long) copy * copyOffset) % cycle);
    return entry < inputs ? entry : -1;
  }
}
