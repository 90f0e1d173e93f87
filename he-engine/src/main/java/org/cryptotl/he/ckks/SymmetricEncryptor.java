package org.cryptotl.he.ckks;

import java.security.SecureRandom;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.SecretSampler;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.rlwe.SecretKey;
import org.cryptotl.he.rlwe.SecretKeyAccess;

/** Encryption under the secret key: (-c_1 s + m + e, c_1) with c_1 from a seed. */
final class SymmetricEncryptor implements Encryptor {

  private final RlweParameters parameters;
  private final SecretKey key;
  private final SecureRandom random;
  private final SecretSampler sampler;

  SymmetricEncryptor(RlweParameters parameters, SecretKey key, SecureRandom random) {
    this.parameters = parameters;
    this.key = key;
    this.random = random;
    this.sampler = new SecretSampler(random);
  }

  @Override
  public Ciphertext encrypt(Plaintext plaintext) {
    plaintext.requireOf(parameters);
    NttPoly c0 = sampler.errorPoly(plaintext.poly().basis());
    RnsBasis basis = c0.basis();
    for (int i = 0; i < basis.size(); i++) {
      basis.limb(i).add(c0.limb(i), plaintext.poly().limb(i), c0.limb(i));
    }
    return mask(c0, plaintext.scale());
  }

  @Override
  public Ciphertext encryptZero(int limbs, Scale scale) {
    return mask(sampler.errorPoly(parameters.data(limbs)), scale);
  }

  /** Turns m + e into -c_1 s + m + e in the same memory, so that no copy of it stays behind. */
  private Ciphertext mask(NttPoly noisyMessage, Scale scale) {
    return Ciphertext.seeded(
        parameters,
        noisyMessage.basis().size(),
        scale,
        Seed.random(random),
        c1 ->
            key.use(
                parameters,
                SecretKeyAccess.granted(),
                s -> {
                  s.subtractProduct(c1, noisyMessage);
                  return noisyMessage;
                }));
  }

  @Override
  public String toString() {
    return "SymmetricEncryptor[secret key redacted]";
  }
}
