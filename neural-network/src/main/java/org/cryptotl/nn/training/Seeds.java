package org.cryptotl.nn.training;

/** Seeds of streams that have nothing to do with each other. */
final class Seeds {

  private Seeds() {}

  /** A seed made of a seed and numbers: the finaliser of SplitMix64 (Steele et al. 2014). */
  static long mix(long seed, long... numbers) {
    long z = seed;
    for (long number : numbers) {
      z += 0x9E37_79B9_7F4A_7C15L * (number + 1);
      z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
      z ^= z >>> 31;
    }
    return z;
  }
}
