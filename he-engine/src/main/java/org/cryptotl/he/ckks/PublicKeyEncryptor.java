package org.cryptotl.he.ckks;

import java.security.SecureRandom;
import java.util.List;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.SecretSampler;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.Scale;

/** Encryption under the public key (b, a): (b u + e_0 + m, a u + e_1). */
final class PublicKeyEncryptor implements Encryptor {

  private final RlweParameters parameters;
  private final PublicKey key;
  private final SecretSampler sampler;

  PublicKeyEncryptor(RlweParameters parameters, PublicKey key, SecureRandom random) {
    this.parameters = parameters;
    this.key = key;
    this.sampler = new SecretSampler(random);
  }

  @Override
  public Ciphertext encrypt(Plaintext plaintext) {
    plaintext.requireOf(parameters);
    Ciphertext zero = encryptZero(plaintext.limbs(), plaintext.scale());
    NttPoly c0 = zero.poly(0);
    for (int i = 0; i < plaintext.limbs(); i++) {
      c0.basis().limb(i).add(c0.limb(i), plaintext.poly().limb(i), c0.limb(i));
    }
    return zero;
  }

  @Override
  public Ciphertext encryptZero(int limbs, Scale scale) {
    RnsBasis basis = parameters.data(limbs);
    int[][] mask = LimbPool.take(basis.logN(), limbs);
    NttPoly u = sampler.ternaryPoly(basis, mask);
    NttPoly c0 = masked(key.b().prefix(limbs), u);
    NttPoly c1 = masked(key.a().prefix(limbs), u);
    LimbPool.giveWiped(mask);
    return Ciphertext.of(parameters, List.of(c0, c1), scale);
  }

  /** half u + e, in the memory of the fresh error e. */
  private NttPoly masked(NttPoly half, NttPoly u) {
    NttPoly e = sampler.errorPoly(half.basis());
    for (int i = 0; i < half.basis().size(); i++) {
      half.basis().limb(i).multiplyAdd(half.limb(i), u.limb(i), e.limb(i), e.limb(i));
    }
    return e;
  }

  @Override
  public String toString() {
    return "PublicKeyEncryptor[" + parameters + "]";
  }
}
