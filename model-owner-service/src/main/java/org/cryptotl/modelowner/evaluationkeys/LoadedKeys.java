package org.cryptotl.modelowner.evaluationkeys;

import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.PublicKey;

/**
 * A bundle in memory.
 *
 * @param publicKey to re-randomise results with
 * @param keys the evaluation keys
 * @param evaluator that uses them, on the calling thread
 */
public record LoadedKeys(PublicKey publicKey, EvaluationKeys keys, Evaluator evaluator) {

  /** Memory that the keys take. */
  long sizeBytes() {
    var parameters = publicKey.parameters();
    return keys.sizeBytes() + 2L * Integer.BYTES * parameters.degree() * parameters.dataLimbs();
  }
}
