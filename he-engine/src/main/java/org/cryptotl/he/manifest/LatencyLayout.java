package org.cryptotl.he.manifest;

/**
 * The layout of one sample a ciphertext. The slots are cut into blocks of {@code stride} slots.
 * Slot j of block b holds, as real and as imaginary part, two entries of the input: those of place
 * j + 2b {@code copyOffset} and j + (2b + 1) {@code copyOffset}, the input being continued
 * cyclically. Output i is the real part of slot i of every block; the other slots of a result are
 * zero.
 *
 * <p>The rotated copies let each plaintext of the first layer carry as many diagonals as there are
 * copies (compare GAZELLE, 2018, on hybrid packing).
 *
 * @param slots number of slots, a power of two
 * @param inputs number of entries of an input, at least 1
 * @param hidden number of rows of the first layer, at least 1
 * @param outputs number of entries of an output, at least 1
 * @param stride slots of a block, a power of two that divides {@code slots}
 * @param copyOffset by how many places one copy is rotated against the next
 */
public record LatencyLayout(
    int slots, int inputs, int hidden, int outputs, int stride, int copyOffset) {

  /** Checks that everything has its place. */
  public LatencyLayout {
    if (Integer.bitCount(slots) != 1 || Integer.bitCount(stride) != 1 || stride > slots) {
      throw new IllegalArgumentException(
          "layout: got %d slots in blocks of %d, expected powers of two".formatted(slots, stride));
    }
    if (inputs < 1 || hidden < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "layout: got %d inputs, %d hidden, %d outputs, expected at least 1 of each"
              .formatted(inputs, hidden, outputs));
    }
    long copies = 2L * (slots / stride);
    if (copyOffset < 1
        || copies * copyOffset < inputs
        || hidden + copyOffset > stride
        || outputs > stride) {
      throw new IllegalArgumentException(
          "layout: %d inputs, %d hidden and %d outputs do not fit blocks of %d with copies %d apart"
              .formatted(inputs, hidden, outputs, stride, copyOffset));
    }
  }

  /**
   * The layout with the most copies that a network of these sizes allows.
   *
   * @throws IllegalArgumentException where one block of all slots is too short
   */
  public static LatencyLayout of(int slots, int inputs, int hidden, int outputs) {
    for (int stride = 2; stride <= slots; stride *= 2) {
      int copies = 2 * (slots / stride);
      int copyOffset = (inputs + copies - 1) / copies;
      if (hidden + copyOffset <= stride && outputs <= stride) {
        return new LatencyLayout(slots, inputs, hidden, outputs, stride, copyOffset);
      }
    }
    throw new IllegalArgumentException(
        "layout: got %d inputs, %d hidden and %d outputs, which do not fit %d slots"
            .formatted(inputs, hidden, outputs, slots));
  }

  /** Number of blocks. */
  public int blocks() {
    return slots / stride;
  }

  /** Place of the input whose entry is part {@code half} (0 real, 1 imaginary) of a slot. */
  public int inputAt(int block, int slot, int half) {
    return (slot + (2 * block + half) * copyOffset) % inputs;
  }
}
