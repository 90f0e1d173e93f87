package org.cryptotl.he.ckks;

import java.util.Arrays;
import java.util.List;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Decomposition;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.KeySwitcher;

/**
 * Rotations and conjugations of ciphertexts of two polynomials, on behalf of {@link Evaluator}: c_1
 * is switched to the preimage of s, then the automorphism is applied to both polynomials.
 *
 * @param keys one Galois key an automorphism
 * @param switcher of the keys' parameters
 * @param parallel spreads automorphisms of one ciphertext over threads
 */
record AutomorphismEvaluator(EvaluationKeys keys, KeySwitcher switcher, Parallel parallel) {

  Ciphertext apply(Ciphertext a, Automorphism automorphism) {
    return applyAll(a, List.of(automorphism)).get(0);
  }

  /** Applies each automorphism, from one decomposition; the identity costs nothing. */
  List<Ciphertext> applyAll(Ciphertext a, List<Automorphism> automorphisms) {
    GaloisKey[] galois = new GaloisKey[automorphisms.size()];
    boolean anyKey = false;
    for (int i = 0; i < galois.length; i++) {
      int g = automorphisms.get(i).galoisElement();
      if (g != 1) {
        galois[i] = keys.galois(g, a.limbs());
        anyKey = true;
      }
    }
    Ciphertext[] out = new Ciphertext[galois.length];
    if (!anyKey) {
      Arrays.fill(out, a);
      return List.of(out);
    }
    try (Decomposition decomposition = switcher.decompose(a.poly(1))) {
      parallel.forEach(
          out.length, i -> out[i] = galois[i] == null ? a : apply(a, decomposition, galois[i]));
    }
    return List.of(out);
  }

  private Ciphertext apply(Ciphertext a, Decomposition decomposition, GaloisKey key) {
    RnsBasis basis = a.poly(0).basis();
    int[][] switched0 = LimbPool.take(basis.logN(), basis.size());
    int[][] switched1 = LimbPool.take(basis.logN(), basis.size());
    switcher.switchKey(decomposition, key.key(), switched0, switched1);
    int[][] c0 = new int[basis.size()][basis.degree()];
    int[][] c1 = new int[basis.size()][basis.degree()];
    for (int i = 0; i < basis.size(); i++) {
      LimbRing ring = basis.limb(i);
      ring.add(switched0[i], a.poly(0).limb(i), switched0[i]);
      ring.permute(switched0[i], key.automorphism(), c0[i]);
      ring.permute(switched1[i], key.automorphism(), c1[i]);
    }
    LimbPool.give(switched0);
    LimbPool.give(switched1);
    return Ciphertext.of(
        a.parameters(), List.of(new NttPoly(basis, c0), new NttPoly(basis, c1)), a.scale());
  }
}
