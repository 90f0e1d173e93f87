package org.cryptotl.he.ring;

/**
 * Uniform polynomials from a seed: the public half of ciphertexts and keys, which therefore need
 * not travel.
 *
 * <p>Each limb reads a {@link RandomStream} of its own, labelled by the prime (low 32 bits) and by
 * the number of the polynomial under this seed (high 32 bits), so that a polynomial is the same
 * whatever other primes it is expanded for. A residue is the low bits of the next 32-bit word, as
 * many as q has; words whose bits are not below q are passed over.
 */
public final class UniformSampler {

  private UniformSampler() {}

  /**
   * Expands polynomial {@code index} of a seed, as evaluations in rotation order.
   *
   * @param index at least 0; the same seed and index give the same polynomial
   */
  public static NttPoly sample(RnsBasis basis, Seed seed, int index) {
    int[][] limbs = new int[basis.size()][];
    for (int i = 0; i < limbs.length; i++) {
      limbs[i] = sampleLimb(basis.limb(i), seed, index);
    }
    return new NttPoly(basis, limbs);
  }

  private static int[] sampleLimb(LimbRing ring, Seed seed, int index) {
    int q = ring.q();
    int mask = -1 >>> Integer.numberOfLeadingZeros(q);
    int[] limb = new int[ring.degree()];
    try (RandomStream stream = new RandomStream(seed, ((long) index << 32) | q)) {
      for (int i = 0; i < ring.degree(); ) {
        // Written in any case and kept if below q: rejection without a branch.
        int candidate = stream.nextInt() & mask;
        limb[i] = candidate;
        i += (candidate - q) >>> 31;
      }
    }
    return limb;
  }
}
