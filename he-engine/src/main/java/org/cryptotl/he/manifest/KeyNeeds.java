package org.cryptotl.he.manifest;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cryptotl.he.HeException;
import org.cryptotl.he.rlwe.EvaluationKeys;
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

  /**
   * Checks that there are such keys, before any work begins.
   *
   * @throws HeException.ParameterMismatch for keys of other parameters
   * @throws HeException.MissingRelinearizationKey if that key is missing or has too few limbs
   * @throws HeException.MissingGaloisKey likewise
   */
  public void require(RlweParameters parameters, EvaluationKeys keys) {
    keys.parameters().ifPresent(got -> parameters.require("evaluation keys", got));
    galoisLimbs.forEach(keys::galois);
    if (relinearizationLimbs > 0) {
      keys.relinearization(relinearizationLimbs);
    }
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
