package org.cryptotl.he.manifest;

import org.cryptotl.he.rlwe.Scale;

/**
 * The layout of many samples, feature by feature: ciphertext i of a request holds entry i of every
 * sample's input, ciphertext i of a reply entry i of every sample's output. Sample 2j + h is part h
 * (0 real, 1 imaginary) of slot j.
 *
 * <p>A batch may hold fewer samples than there is room for. Places without a sample hold zeros on
 * the way in, and on the way back what the network makes of an input of zeros: the owner of the key
 * asks for that sample as for any other.
 *
 * @param slots number of slots, a power of two
 * @param inputs number of entries of an input, at least 1; ciphertexts of a request
 * @param outputs number of entries of an output, at least 1; ciphertexts of a reply
 * @param level of the ciphertexts of a request, at least 1; those of a reply have level 0
 * @param scale of the ciphertexts of a request
 */
public record ThroughputLayout(int slots, int inputs, int outputs, int level, Scale scale)
    implements Layout {

  /** Checks the ranges. */
  public ThroughputLayout {
    if (Integer.bitCount(slots) != 1 || slots < 1) {
      throw new IllegalArgumentException(
          "layout: got " + slots + " slots, expected a power of two");
    }
    if (inputs < 1 || inputs > MAX_ENTRIES || outputs < 1 || outputs > MAX_ENTRIES || level < 1) {
      throw new IllegalArgumentException(
          ("layout: got %d inputs, %d outputs and level %d, expected at least 1 of each and at most"
                  + " %d entries")
              .formatted(inputs, outputs, level, MAX_ENTRIES));
    }
  }

  @Override
  public int capacity() {
    return 2 * slots;
  }

  @Override
  public int inputParts() {
    return inputs;
  }

  @Override
  public int outputParts() {
    return outputs;
  }
}
