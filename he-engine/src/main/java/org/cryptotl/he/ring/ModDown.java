package org.cryptotl.he.ring;

/**
 * Division by D with rounding, from a basis that holds the primes of D to the one without them: x
 * -&gt; round(x / D). With D the special primes it ends a key switch; with D the last data primes
 * it is rescaling (Cheon et al., "A full RNS variant of approximate homomorphic encryption", 2018).
 *
 * <p>round(x / D) = (x - [x]_D) / D with the centred remainder [x]_D, which is found in
 * coefficients and taken to the other primes by {@link BaseExtension}; the error is at most 1/2 a
 * coefficient.
 */
public final class ModDown {

  private final RnsBasis dropped;
  private final RnsBasis kept;
  private final BaseExtension extension;

  /** D^-1 modulo each kept prime. */
  private final int[] inverse;

  /** Computes the constants. */
  public ModDown(RnsBasis dropped, RnsBasis kept) {
    this.dropped = dropped;
    this.kept = kept;
    this.extension = new BaseExtension(dropped, kept);
    inverse = new int[kept.size()];
    for (int i = 0; i < inverse.length; i++) {
      LimbRing ring = kept.limb(i);
      inverse[i] = ring.modulus().inverse(dropped.productModulo(ring));
    }
  }

  /**
   * Writes round(x / D), all in evaluations.
   *
   * @param keptLimbs x modulo the kept primes
   * @param droppedLimbs x modulo the primes of D; destroyed
   * @param out limbs of the kept primes; may be keptLimbs
   * @param parallel runs the kept primes side by side
   */
  public void apply(int[][] keptLimbs, int[][] droppedLimbs, int[][] out, Parallel parallel) {
    for (int k = 0; k < droppedLimbs.length; k++) {
      dropped.limb(k).toCoefficients(droppedLimbs[k]);
    }
    extension.toDigits(droppedLimbs);
    parallel.forEach(
        out.length,
        i -> {
          LimbRing ring = kept.limb(i);
          int[] remainder = LimbPool.take(ring.logN());
          extension.extend(droppedLimbs, i, remainder);
          ring.toNtt(remainder);
          ring.subtractMultiplyScalar(keptLimbs[i], remainder, inverse[i], out[i]);
          LimbPool.give(remainder);
        });
  }
}
