package org.cryptotl.he.plan;

import java.security.SecureRandom;
import java.util.List;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;

/**
 * The model owner's side of a planned network: weights, encoded once, and how they are applied to
 * encrypted inputs. Private; {@link #manifest} is what the data owner gets to see of it. Immutable
 * and thread-safe.
 */
public sealed interface Plan permits LatencyPlan, ThroughputPlan {

  /** What both parties know. */
  Manifest manifest();

  /** The parameters. */
  default CkksParameters parameters() {
    return manifest().parameters();
  }

  /** The evaluation keys that an evaluation uses. */
  default KeyNeeds keyNeeds() {
    return manifest().keys();
  }

  /**
   * Evaluates the network for its owner's eyes: for measurements and tests. Results are not
   * re-randomised: their second polynomials and their noise depend on the weights, so they must not
   * go to anybody else; see {@link #evaluate}.
   *
   * @param evaluator with the keys of {@link #keyNeeds}
   * @param inputs one ciphertext for each of the layout's {@code inputParts}, at its level or
   *     above, at its scale
   * @return outputs by the layout, at level 0
   * @throws IllegalArgumentException for another number of inputs
   * @throws HeException.MissingGaloisKey if a key is missing, before any work
   * @throws HeException.MissingRelinearizationKey likewise
   * @throws HeException.ScaleMismatch for inputs of another scale
   * @throws HeException.LevelExhausted for inputs of a lower level
   */
  List<Ciphertext> apply(Evaluator evaluator, List<Ciphertext> inputs);

  /**
   * Evaluates the network for the owner of the inputs: as {@link #apply}, with every result
   * re-randomised and, where the manifest says so, its noise flooded.
   *
   * <p>Before its last rescaling each result gets an encryption of zero under the data owner's
   * public key added: the second polynomial is then as good as uniform, whatever the weights are,
   * and its own noise is divided by the rescaling. The noise of what decrypts still depends on
   * weights and inputs, unless it is flooded.
   *
   * @param publicKey of the data owner, for this plan's parameters; one that is no encryption of
   *     zero re-randomises nothing, at the disadvantage of the model owner
   * @param random the source of that encryption's randomness and of the flooding
   * @throws HeException.ParameterMismatch for a public key of other parameters
   */
  List<Ciphertext> evaluate(
      Evaluator evaluator, PublicKey publicKey, List<Ciphertext> inputs, SecureRandom random);
}
