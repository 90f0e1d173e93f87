package org.cryptotl.he.ckks;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.SecretSampler;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.ring.UniformSampler;
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
    RnsBasis basis = noisyMessage.basis();
    Seed seed = Seed.random(random);
    NttPoly c1 = UniformSampler.sample(basis, seed, 0);
    NttPoly s = key.data(parameters, basis.size(), SecretKeyAccess.granted());
    int[] product = LimbPool.take(basis.logN());
    for (int i = 0; i < basis.size(); i++) {
      LimbRing ring = basis.limb(i);
      ring.multiply(c1.limb(i), s.limb(i), product);
      ring.subtract(noisyMessage.limb(i), product, noisyMessage.limb(i));
    }
    LimbPool.giveWiped(product);
    return new Ciphertext(parameters, List.of(noisyMessage, c1), scale, Optional.of(seed));
  }

  @Override
  public String toString() {
    return "SymmetricEncryptor[secret key redacted]";
  }
}
