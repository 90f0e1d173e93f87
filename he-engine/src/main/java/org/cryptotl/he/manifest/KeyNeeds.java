package org.cryptotl.he.manifest;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cryptotl.he.rlwe.RlweParameters;

/**
 * The evaluation keys that a plan uses, each for the most limbs that it is used at and no more.
 * Immutable.
 *
 * @param relinearizationLimbs limbs of the relinearisation key, 0 where none is needed
 * @param galoisLimbs limbs of each Galois key, by Galois element
 */
public record KeyNeeds(int relinearizationLimbs, SortedMap<Integer, Integer> galoisLimbs) {

  /** Copies the map. */
  public KeyNeeds {
    galoisLimbs = Collections.unmodifiableSortedMap(new TreeMap<>(galoisLimbs));
  }

  /** Bytes of memory that the residues of such keys take. */
  public long sizeBytes(RlweParameters parameters) {
    long sum = keyBytes(parameters, relinearizationLimbs);
    for (int limbs : galoisLimbs.values()) {
      sum += keyBytes(parameters, limbs);
    }
    return sum;
  }

  private static long keyBytes(RlweParameters parameters, int limbs) {
    return limbs == 0
        ? 0
        : 2L
            * Integer.BYTES
            * parameters.degree()
            * (limbs + parameters.specialLimbs())
            * parameters.digits(limbs);
  }
}
