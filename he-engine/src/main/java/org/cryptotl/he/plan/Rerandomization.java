package org.cryptotl.he.plan;

import java.security.SecureRandom;
import java.util.Optional;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;

/**
 * The last rescaling of a result that leaves the model owner, with an encryption of zero added
 * before and flooding after it. Rescaling keeps what re-randomisation has brought, since it needs
 * no secret, and divides its noise. Thread-safe.
 */
final class Rerandomization {

  private final Encryptor encryptor;
  private final SecureRandom random;
  private final Optional<Flooding> flooding;

  /** Re-randomises for the owner of a public key. */
  Rerandomization(
      CkksParameters parameters, PublicKey key, SecureRandom random, Optional<Flooding> flooding) {
    this.encryptor = Encryptor.publicKey(parameters, key, random);
    this.random = random;
    this.flooding = flooding;
  }

  /** The product, one level lower. */
  Ciphertext rescale(Evaluator evaluator, Ciphertext product) {
    Ciphertext zero = encryptor.encryptZero(product.limbs(), product.scale());
    Ciphertext result = evaluator.rescale(evaluator.add(product, zero));
    return flooding.map(each -> each.apply(result, random)).orElse(result);
  }
}
