package org.cryptotl.modelowner.models;

import java.security.SecureRandom;
import java.util.List;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;

/** What evaluation uses of a planned model. */
public interface Plan {

  /** What both parties know. */
  Manifest manifest();

  /** Evaluates, and re-randomises the results. */
  List<Ciphertext> evaluate(
      Evaluator evaluator, PublicKey publicKey, List<Ciphertext> inputs, SecureRandom random);
}
