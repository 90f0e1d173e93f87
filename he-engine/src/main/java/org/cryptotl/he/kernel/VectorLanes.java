package org.cryptotl.he.kernel;

import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this process, fixed at class loading, and the constants that depend on it.
 *
 * <p>Residues live in 32-bit lanes. A product of two of them needs 64 bits, so the even and the odd
 * lanes are multiplied apart, each as the low half of a 64-bit lane: C2 compiles the product of two
 * {@code LongVector}s whose lanes are visibly below 2^32 (masked, or shifted right by 32) to one
 * 32x32-&gt;64 multiplication.
 *
 * <p>C2 stops inlining once a compilation has grown to 18,000 nodes, but never for the JDK's own
 * vector methods, which it inlines later. Long loop bodies therefore spell everything out; only
 * short ones call the methods of this package.
 */
final class VectorLanes {

  /** The widest that is asked for by {@code cryptotl.vectorBits} and that the machine has. */
  static final int BITS =
      Math.min(
          IntVector.SPECIES_PREFERRED.vectorBitSize(),
          Integer.getInteger(Kernels.VECTOR_BITS_PROPERTY, 512));

  static final VectorSpecies<Integer> INTS =
      switch (BITS) {
        case 128 -> IntVector.SPECIES_128;
        case 256 -> IntVector.SPECIES_256;
        case 512 -> IntVector.SPECIES_512;
        default ->
            throw new IllegalArgumentException(
                Kernels.VECTOR_BITS_PROPERTY + ": got " + BITS + ", expected 128, 256 or 512");
      };

  static final VectorSpecies<Long> LONGS =
      switch (BITS) {
        case 128 -> LongVector.SPECIES_128;
        case 256 -> LongVector.SPECIES_256;
        default -> LongVector.SPECIES_512;
      };

  static final VectorSpecies<Double> DOUBLES =
      switch (BITS) {
        case 128 -> DoubleVector.SPECIES_128;
        case 256 -> DoubleVector.SPECIES_256;
        default -> DoubleVector.SPECIES_512;
      };

  /** Number of 32-bit lanes. */
  static final int WIDTH = BITS / 32;

  static final int LOG_WIDTH = Integer.numberOfTrailingZeros(WIDTH);

  /** The low half of a 64-bit lane. */
  static final long LOW = 0xFFFF_FFFFL;

  /** The odd 32-bit lanes, i.e. the high halves of the 64-bit lanes. */
  static final VectorMask<Integer> ODD =
      VectorMask.fromLong(INTS, 0xAAAA_AAAA_AAAA_AAAAL & ((1L << WIDTH) - 1));

  private VectorLanes() {}

  /**
   * x w mod q in [0, 2q) for any unsigned 32-bit x (Harvey 2014, algorithm 3).
   *
   * @param even the Shoup quotients of the even lanes of w, as 64-bit lanes below 2^32
   * @param odd those of the odd lanes
   */
  static IntVector multiplyShoup(
      IntVector x, IntVector w, LongVector even, LongVector odd, IntVector vq) {
    LongVector lanes = x.reinterpretAsLongs();
    IntVector quotient =
        lanes
            .and(LOW)
            .mul(even)
            .lanewise(LSHR, 32)
            .reinterpretAsInts()
            .blend(lanes.lanewise(LSHR, 32).mul(odd).reinterpretAsInts(), ODD);
    return x.mul(w).sub(quotient.mul(vq));
  }
}
