package org.cryptotl.he.plan;

/**
 * What an evaluation costs, counted.
 *
 * @param transforms number-theoretic transforms of one prime
 * @param products products of residues of whole limbs
 * @param bytes of keys and encoded weights that are read
 * @param keySwitches rotations, conjugations and relinearisations
 */
record Cost(long transforms, long products, long bytes, long keySwitches) {

  static final Cost NONE = new Cost(0, 0, 0, 0);

  /** Nanoseconds a place and stage of a transform; measured, see the benchmarks' results. */
  private static final double TRANSFORM_NANOS = 0.113;

  /** Nanoseconds a place of a product and its sum. */
  private static final double PRODUCT_NANOS = 0.07;

  /** Nanoseconds a byte that comes from memory. */
  private static final double BYTE_NANOS = 0.05;

  Cost plus(Cost other) {
    return new Cost(
        transforms + other.transforms,
        products + other.products,
        bytes + other.bytes,
        keySwitches + other.keySwitches);
  }

  Cost times(long count) {
    return new Cost(transforms * count, products * count, bytes * count, keySwitches * count);
  }

  /** Milliseconds on one thread of a machine with 512-bit vectors. */
  double millis(int logN) {
    double n = Math.scalb(1.0, logN);
    double nanos =
        transforms * n * logN * TRANSFORM_NANOS + products * n * PRODUCT_NANOS + bytes * BYTE_NANOS;
    return nanos / 1e6;
  }
}
