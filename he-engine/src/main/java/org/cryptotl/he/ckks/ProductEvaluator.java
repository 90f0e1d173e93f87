package org.cryptotl.he.ckks;

import java.util.Arrays;
import java.util.List;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Decomposition;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.cryptotl.he.rlwe.Scale;

/**
 * Products of ciphertexts of two polynomials and their relinearisation, on behalf of {@link
 * Evaluator}, which checks the operands.
 *
 * @param parameters of the ciphertexts
 * @param keys with a relinearisation key
 * @param switcher of the keys' parameters
 * @param parallel spreads limbs over threads
 */
record ProductEvaluator(
    CkksParameters parameters, EvaluationKeys keys, KeySwitcher switcher, Parallel parallel) {

  /** a times b: three polynomials. */
  Ciphertext multiply(Ciphertext a, Ciphertext b, Scale scale) {
    RnsBasis basis = basis(a, b);
    int[][][] c = new int[3][][];
    Arrays.setAll(c, i -> LimbPool.take(basis.logN(), basis.size()));
    tensor(a, b, c[0], c[1], c[2]);
    return Ciphertext.of(
        a.parameters(), Arrays.stream(c).map(limbs -> new NttPoly(basis, limbs)).toList(), scale);
  }

  /** a times b, relinearised. */
  Ciphertext multiplyRelinearize(Ciphertext a, Ciphertext b, Scale scale) {
    RnsBasis basis = basis(a, b);
    int[][] c0 = new int[basis.size()][basis.degree()];
    int[][] c1 = new int[basis.size()][basis.degree()];
    int[][] c2 = LimbPool.take(basis.logN(), basis.size());
    tensor(a, b, c0, c1, c2);
    addSwitchedSquare(new NttPoly(basis, c2), c0, c1);
    LimbPool.give(c2);
    return ciphertext(basis, c0, c1, scale);
  }

  /** a times b, relinearised and divided by the primes of the level. */
  Ciphertext multiplyRelinearizeRescale(Ciphertext a, Ciphertext b, Scale scale) {
    RnsBasis basis = basis(a, b);
    int[][] c0 = LimbPool.take(basis.logN(), basis.size());
    int[][] c1 = LimbPool.take(basis.logN(), basis.size());
    int[][] c2 = LimbPool.take(basis.logN(), basis.size());
    tensor(a, b, c0, c1, c2);
    Ciphertext out = relinearizeRescale(c0, c1, new NttPoly(basis, c2), scale);
    LimbPool.give(c0);
    LimbPool.give(c1);
    LimbPool.give(c2);
    return out;
  }

  /** Brings three polynomials back to two. */
  Ciphertext relinearize(Ciphertext a) {
    RnsBasis basis = a.poly(0).basis();
    int[][] c0 = new int[basis.size()][];
    int[][] c1 = new int[basis.size()][];
    for (int i = 0; i < basis.size(); i++) {
      c0[i] = a.poly(0).limb(i).clone();
      c1[i] = a.poly(1).limb(i).clone();
    }
    addSwitchedSquare(a.poly(2), c0, c1);
    return ciphertext(basis, c0, c1, a.scale());
  }

  /** Brings three polynomials back to two and divides by the primes of the level. */
  Ciphertext relinearizeRescale(Ciphertext a, Scale scale) {
    return relinearizeRescale(a.poly(0).limbs(), a.poly(1).limbs(), a.poly(2), scale);
  }

  private RnsBasis basis(Ciphertext a, Ciphertext b) {
    return parameters.rlwe().data(Math.min(a.limbs(), b.limbs()));
  }

  private Ciphertext ciphertext(RnsBasis basis, int[][] c0, int[][] c1, Scale scale) {
    return Ciphertext.of(
        parameters.rlwe(), List.of(new NttPoly(basis, c0), new NttPoly(basis, c1)), scale);
  }

  private void tensor(Ciphertext a, Ciphertext b, int[][] c0, int[][] c1, int[][] c2) {
    RnsBasis basis = parameters.rlwe().data(c0.length);
    parallel.forEach(
        c0.length,
        i -> {
          LimbRing ring = basis.limb(i);
          int[] a0 = a.poly(0).limb(i);
          int[] a1 = a.poly(1).limb(i);
          int[] b0 = b.poly(0).limb(i);
          int[] b1 = b.poly(1).limb(i);
          ring.multiply(a0, b0, c0[i]);
          ring.multiplySum(a0, b1, a1, b0, c1[i]);
          ring.multiply(a1, b1, c2[i]);
        });
  }

  /** Adds to (c_0, c_1) what c_2 s^2 is under s. */
  private void addSwitchedSquare(NttPoly c2, int[][] c0, int[][] c1) {
    RnsBasis basis = c2.basis();
    int[][] switched0 = LimbPool.take(basis.logN(), basis.size());
    int[][] switched1 = LimbPool.take(basis.logN(), basis.size());
    try (Decomposition decomposition = switcher.decompose(c2)) {
      switcher.switchKey(decomposition, keys.relinearization(basis.size()), switched0, switched1);
    }
    for (int i = 0; i < basis.size(); i++) {
      basis.limb(i).add(c0[i], switched0[i], c0[i]);
      basis.limb(i).add(c1[i], switched1[i], c1[i]);
    }
    LimbPool.give(switched0);
    LimbPool.give(switched1);
  }

  /**
   * What (c_0, c_1, c_2) is under s, divided by the primes of the level. The division by the
   * special primes, with which the switch of c_2 ends, and that by the primes of the level are one,
   * for which c_0 and c_1 are multiplied by the special primes first.
   *
   * @param scale of the result
   */
  private Ciphertext relinearizeRescale(int[][] c0, int[][] c1, NttPoly c2, Scale scale) {
    int limbs = c2.basis().size();
    int size = limbs + parameters.rlwe().specialLimbs();
    int[][] extended0 = LimbPool.take(parameters.logN(), size);
    int[][] extended1 = LimbPool.take(parameters.logN(), size);
    try (Decomposition decomposition = switcher.decompose(c2)) {
      switcher.gadgetProduct(decomposition, keys.relinearization(limbs), extended0, extended1);
    }
    switcher.addLifted(c0, extended0);
    switcher.addLifted(c1, extended1);
    int drop = parameters.primesPerLevel();
    NttPoly d0 = switcher.modDown(limbs, drop, extended0);
    NttPoly d1 = switcher.modDown(limbs, drop, extended1);
    LimbPool.give(extended0);
    LimbPool.give(extended1);
    return Ciphertext.of(parameters.rlwe(), List.of(d0, d1), scale);
  }
}
