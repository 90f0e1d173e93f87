package org.cryptotl.he.manifest;

import java.util.Map;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.SecurityLevel;

/**
 * The public contract of a plan: all that a data owner needs to make keys, encrypt inputs and
 * decrypt outputs, and what that costs. Sizes on the wire follow from it, see {@code io.WireSize};
 * its bytes and their SHA-256 are those of {@code io}. Immutable.
 *
 * <p><b>What it tells of the network.</b> Its shape: numbers of inputs and outputs, the levels (and
 * with them depth and degrees of activations), and by the Galois elements which diagonals of a
 * layer hold a weight that is not zero, i.e. the architecture with its pattern of sparsity. Of the
 * weights' values nothing but magnitudes remains: errors are rounded up to 1, 2 or 5 times a power
 * of ten, scales are powers of two times numbers that follow from the primes (one exponent each for
 * the outputs and, in throughput mode, for the largest weights of all layers together), and the
 * planner's choice among candidates shows which of them were precise enough.
 *
 * @param parameters of keys and ciphertexts
 * @param layout of inputs and outputs, with the level and scale of inputs; it is the mode too
 * @param range of the values of inputs
 * @param keys the evaluation keys that are needed
 * @param floodingBits the noise of results is hidden under noise that is so many bits larger; 0
 *     where they are only re-randomised
 * @param precision of outputs
 * @param millis predicted milliseconds of one evaluation, a full batch, on one thread of a machine
 *     with 512-bit vectors
 */
public record Manifest(
    CkksParameters parameters,
    Layout layout,
    ValueRange range,
    KeyNeeds keys,
    int floodingBits,
    Precision precision,
    double millis) {

  /** More bits of flooding than any modulus has room for. */
  public static final int MAX_FLOODING_BITS = 64;

  /** Bytes of memory that the keys of a manifest may take: no plan needs as many. */
  public static final long MAX_KEY_BYTES = 4L << 30;

  /** Checks that everything fits the parameters. */
  public Manifest {
    if (layout.slots() != parameters.slots() || layout.level() > parameters.maxLevel()) {
      throw new IllegalArgumentException(
          "manifest: got a layout of %d slots at level %d, expected %d slots and at most level %d"
              .formatted(
                  layout.slots(), layout.level(), parameters.slots(), parameters.maxLevel()));
    }
    checkKeys(keys, parameters.rlwe());
    if (floodingBits < 0 || floodingBits > MAX_FLOODING_BITS) {
      throw new IllegalArgumentException(
          "manifest: got %d bits of flooding, expected 0 to %d"
              .formatted(floodingBits, MAX_FLOODING_BITS));
    }
    if (!(millis >= 0) || !Double.isFinite(millis)) {
      throw new IllegalArgumentException(
          "manifest: got %s milliseconds, expected a finite number of at least 0"
              .formatted(millis));
    }
  }

  private static void checkKeys(KeyNeeds keys, RlweParameters parameters) {
    if (keys.relinearizationLimbs() < 0 || keys.relinearizationLimbs() > parameters.dataLimbs()) {
      throw new IllegalArgumentException(
          "manifest: got a relinearisation key of %d limbs, expected 0 to %d"
              .formatted(keys.relinearizationLimbs(), parameters.dataLimbs()));
    }
    for (Map.Entry<Integer, Integer> each : keys.galoisLimbs().entrySet()) {
      int element = each.getKey();
      int limbs = each.getValue();
      if (element < 1
          || element > 2 * parameters.degree() - 1
          || element % 2 == 0
          || limbs < 1
          || limbs > parameters.dataLimbs()) {
        throw new IllegalArgumentException(
            "manifest: got Galois element %d with %d limbs, expected an odd number below %d and 1 to %d limbs"
                .formatted(element, limbs, 2 * parameters.degree(), parameters.dataLimbs()));
      }
    }
    if (keys.sizeBytes(parameters) > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "manifest: its keys take %d bytes of memory, expected at most %d"
              .formatted(keys.sizeBytes(parameters), MAX_KEY_BYTES));
    }
  }

  /** Bits of security of the parameters: 128, 192 or 256; 0 for insecure test parameters only. */
  public int securityBits() {
    return parameters.rlwe().security().map(SecurityLevel::bits).orElse(0);
  }
}
