package org.cryptotl.he.circuit;

import java.util.Arrays;
import java.util.List;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Decomposition;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.cryptotl.he.rlwe.Scale;

/**
 * Applies sums of automorphisms, all from one decomposition and with one division at the end
 * (hoisting, Halevi-Shoup 2018; the sum is taken before the division as in Bossuat et al. 2021).
 * Stateless and thread-safe.
 */
public final class AutomorphismSumEvaluator {

  private static final int POWERS = 4;

  private final Evaluator evaluator;
  private final CkksParameters parameters;
  private final KeySwitcher switcher;

  /** Uses the keys and threads of an evaluator. */
  public AutomorphismSumEvaluator(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.parameters = evaluator.parameters();
    this.switcher = evaluator.keySwitcher();
  }

  /**
   * Applies a sum; level and scale stay.
   *
   * @param a of two polynomials
   * @throws HeException.MissingGaloisKey where a key is missing
   */
  public Ciphertext apply(Ciphertext a, AutomorphismSum sum) {
    return apply(a, sum, 0, a.scale());
  }

  /**
   * Applies a sum and rescales, with one division for both.
   *
   * @param a of two polynomials, at least at level 1
   * @throws HeException.MissingGaloisKey where a key is missing
   * @throws HeException.LevelExhausted at level 0
   */
  public Ciphertext applyRescale(Ciphertext a, AutomorphismSum sum) {
    int level = parameters.level(a.limbs());
    if (level == 0) {
      throw new HeException.LevelExhausted(
          "sum of automorphisms: got a ciphertext of level 0, expected at least 1");
    }
    return apply(
        a, sum, parameters.primesPerLevel(), a.scale().divide(parameters.rescaleDivisor(level)));
  }

  private Ciphertext apply(Ciphertext a, AutomorphismSum sum, int drop, Scale scale) {
    parameters.rlwe().require("sum of automorphisms", a.parameters());
    if (a.degree() != 1) {
      throw new IllegalArgumentException(
          "sum of automorphisms: got %d polynomials, expected 2".formatted(a.degree() + 1));
    }
    int limbs = a.limbs();
    int size = limbs + parameters.rlwe().specialLimbs();
    GaloisKey[] keys = new GaloisKey[sum.terms().size()];
    for (int t = 0; t < keys.length; t++) {
      int g = sum.terms().get(t).automorphism().galoisElement();
      keys[t] = g == 1 ? null : evaluator.keys().galois(g, limbs);
    }
    int[][] sum0 = LimbPool.take(parameters.logN(), size);
    int[][] sum1 = LimbPool.take(parameters.logN(), size);
    try (Decomposition decomposition = switcher.decompose(a.poly(1))) {
      evaluator
          .parallel()
          .forEach(size, i -> addTerms(a, sum, decomposition, keys, i, sum0[i], sum1[i]));
    }
    Ciphertext out =
        Ciphertext.of(
            a.parameters(),
            List.of(switcher.modDown(limbs, drop, sum0), switcher.modDown(limbs, drop, sum1)),
            scale);
    LimbPool.give(sum0);
    LimbPool.give(sum1);
    return out;
  }

  /** Limb i of the sum modulo QP. */
  private void addTerms(
      Ciphertext a,
      AutomorphismSum sum,
      Decomposition decomposition,
      GaloisKey[] keys,
      int i,
      int[] sum0,
      int[] sum1) {
    LimbRing ring = parameters.rlwe().key(a.limbs()).limb(i);
    boolean data = i < a.limbs();
    int p = data ? parameters.rlwe().special().productModulo(ring) : 0;
    int[][] half0 = new int[POWERS][];
    int[][] half1 = new int[POWERS][];
    half0[0] = sum0;
    half1[0] = sum1;
    Arrays.fill(sum0, 0);
    Arrays.fill(sum1, 0);
    for (int t = 0; t < keys.length; t++) {
      int power = sum.terms().get(t).power();
      if (half0[power] == null) {
        half0[power] = LimbPool.take(parameters.logN());
        half1[power] = LimbPool.take(parameters.logN());
        Arrays.fill(half0[power], 0);
        Arrays.fill(half1[power], 0);
      }
      if (keys[t] != null) {
        int n = ring.degree();
        int[] c0 = data ? a.poly(0).limb(i) : null;
        switcher.permutedGadgetProduct(
            decomposition,
            keys[t],
            i,
            c0,
            p,
            0,
            n,
            half0[power],
            0,
            half1[power],
            0,
            LimbRing.BLOCK,
            true);
      } else if (data) {
        ring.multiplyScalarAdd(a.poly(0).limb(i), p, half0[power]);
        ring.multiplyScalarAdd(a.poly(1).limb(i), p, half1[power]);
      }
    }
    joinPowers(ring, half0);
    joinPowers(ring, half1);
  }

  /** Leaves x0 - x2 + i (x1 - x3) in x0, and gives the others back. */
  private static void joinPowers(LimbRing ring, int[][] x) {
    if (x[2] != null) {
      ring.subtract(x[0], x[2], x[0]);
      LimbPool.give(x[2]);
    }
    if (x[1] == null && x[3] == null) {
      return;
    }
    int[] odd = x[1] == null ? x[3] : x[1];
    if (x[1] != null && x[3] != null) {
      ring.subtract(odd, x[3], odd);
      LimbPool.give(x[3]);
    }
    ring.multiplyImaginaryAdd(odd, x[1] == null, x[0]);
    LimbPool.give(odd);
  }
}
