package org.cryptotl.he.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Decomposition;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.cryptotl.he.rlwe.Scale;

/**
 * Applies linear transforms to ciphertexts with double hoisting (Bossuat et al. 2021, algorithm 6),
 * and rescales.
 *
 * <p>c_1 is decomposed once for all baby steps, and the inner sums are taken modulo QP, limb by
 * limb and run by run of places, so that the rotated inputs of a run stay in cache while keys and
 * diagonals stream past once. First polynomials need no key: they are rotated and summed modulo QP.
 * Each giant step but 0 costs a division and a decomposition of its second polynomial, and two
 * divisions by P end the whole. Stateless and thread-safe.
 */
public final class LinearTransformEvaluator {

  /** Places of the rotated inputs of a limb that are worked on while they are in cache. */
  private static final int RUN = 1024;

  private final Evaluator evaluator;
  private final CkksParameters parameters;
  private final KeySwitcher switcher;

  /** Uses the keys and threads of an evaluator. */
  public LinearTransformEvaluator(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.parameters = evaluator.parameters();
    this.switcher = evaluator.keySwitcher();
  }

  /**
   * Applies a transform. The scales are multiplied, and unless rescaling is {@code NONE} divided by
   * {@link CkksParameters#rescaleDivisor} of the level, which becomes one less.
   *
   * @param a of two polynomials and at most the transform's limbs; at least at level 1 if rescaled
   * @throws HeException.MissingGaloisKey where a key for a baby or giant step is missing
   * @throws HeException.LevelExhausted if rescaled at level 0
   */
  public Ciphertext apply(Ciphertext a, LinearTransform transform, Rescaling rescaling) {
    check(a, transform);
    int limbs = a.limbs();
    Scale scale = a.scale().multiply(transform.scale());
    int drop = 0;
    if (rescaling != Rescaling.NONE) {
      int level = parameters.level(limbs);
      if (level == 0) {
        throw new HeException.LevelExhausted(
            "linear transform: got a ciphertext of level 0, expected at least 1");
      }
      scale = scale.divide(parameters.rescaleDivisor(level));
      drop = parameters.primesPerLevel();
    }
    int dropFirst = rescaling == Rescaling.BEFORE_GIANT_STEPS ? drop : 0;
    List<Integer> giantSteps = new ArrayList<>();
    transform.giants().forEach(group -> giantSteps.addAll(group.steps()));
    List<GaloisKey> babyKeys = keys(transform.babySteps(), limbs);
    List<GaloisKey> giantKeys = keys(giantSteps, limbs - dropFirst);
    int size = limbs + parameters.rlwe().specialLimbs();
    int[][][] sum0 = new int[giantSteps.size()][size][];
    int[][][] sum1 = new int[giantSteps.size()][size][];
    for (int g = 0; g < sum0.length; g++) {
      sum0[g] = LimbPool.take(parameters.logN(), size);
      sum1[g] = LimbPool.take(parameters.logN(), size);
    }
    try (Decomposition decomposition = switcher.decompose(a.poly(1))) {
      evaluator
          .parallel()
          .forEach(
              size,
              i -> {
                innerSums(a, transform, decomposition, babyKeys, i, sum0, sum1);
                sumRotated(parameters.rlwe().key(limbs).limb(i), i, sum0, giantSteps);
              });
    }
    List<NttPoly> polys = giantSteps(sum0[0], sum1, giantKeys, limbs, dropFirst, drop - dropFirst);
    for (int g = 0; g < sum0.length; g++) {
      LimbPool.give(sum0[g]);
      LimbPool.give(sum1[g]);
    }
    return Ciphertext.of(a.parameters(), polys, scale);
  }

  private void check(Ciphertext a, LinearTransform transform) {
    if (!a.parameters().equals(parameters.rlwe()) || !transform.parameters().equals(parameters)) {
      throw new HeException.ParameterMismatch(
          "linear transform of %s on a ciphertext of %s, expected both of %s"
              .formatted(transform.parameters(), a.parameters(), parameters));
    }
    if (a.degree() != 1 || a.limbs() > transform.limbs()) {
      throw new IllegalArgumentException(
          "linear transform: got %d polynomials of %d limbs, expected 2 of at most %d"
              .formatted(a.degree() + 1, a.limbs(), transform.limbs()));
    }
    parameters.requireRoom(a.scale(), transform.scale(), a.limbs());
  }

  /** The keys of rotations, null for none: all are looked up before work begins. */
  private List<GaloisKey> keys(List<Integer> steps, int limbs) {
    List<GaloisKey> keys = new ArrayList<>();
    for (int step : steps) {
      int g = Automorphism.rotation(parameters.logN(), step).galoisElement();
      keys.add(step == 0 ? null : evaluator.keys().galois(g, limbs));
    }
    return keys;
  }

  private static int[][] limb(int[][][] sums, int i, int first, int end) {
    int[][] limbs = new int[end - first][];
    for (int g = first; g < end; g++) {
      limbs[g - first] = sums[g][i];
    }
    return limbs;
  }

  /** Limb i of the inner sums of every giant step. */
  private void innerSums(
      Ciphertext a,
      LinearTransform transform,
      Decomposition decomposition,
      List<GaloisKey> babyKeys,
      int i,
      int[][][] sum0,
      int[][][] sum1) {
    int babies = babyKeys.size();
    LimbRing ring = parameters.rlwe().key(a.limbs()).limb(i);
    boolean data = i < a.limbs();
    int p = data ? parameters.rlwe().special().productModulo(ring) : 0;
    int[][] lifted = lifted(a, ring, i);
    int factorLimb = data ? i : i - a.limbs() + transform.limbs();
    int run = Math.min(RUN, ring.degree());
    int width = 2 * babies + 1;
    int[] pairs = LimbPool.takeInterleaved(width * run);
    int stride = width * LimbRing.BLOCK;
    for (int from = 0; from < ring.degree(); from += run) {
      for (int b = 0; b < babies; b++) {
        int at0 = 2 * b * LimbRing.BLOCK;
        int at1 = at0 + LimbRing.BLOCK;
        if (babyKeys.get(b) != null) {
          switcher.permutedGadgetProduct(
              decomposition,
              babyKeys.get(b),
              i,
              data ? a.poly(0).limb(i) : null,
              p,
              from,
              run,
              pairs,
              at0,
              pairs,
              at1,
              stride,
              false);
        } else {
          LimbRing.interleave(lifted[0], from, run, pairs, at0, stride);
          LimbRing.interleave(lifted[1], from, run, pairs, at1, stride);
        }
      }
      int first = 0;
      for (LinearTransform.Giants group : transform.giants()) {
        int next = first + group.steps().size();
        ring.diagonalSums(
            group.factors(factorLimb),
            pairs,
            width,
            group.babies(),
            from,
            run,
            limb(sum0, i, first, next),
            limb(sum1, i, first, next));
        first = next;
      }
    }
    LimbPool.giveInterleaved(pairs);
    LimbPool.give(lifted);
  }

  /** Limb i of the key basis of P times the ciphertext: zero modulo the special primes. */
  private int[][] lifted(Ciphertext a, LimbRing ring, int i) {
    int[][] lifted = LimbPool.take(parameters.logN(), 2);
    for (int half = 0; half < 2; half++) {
      if (i < a.limbs()) {
        int p = parameters.rlwe().special().productModulo(ring);
        ring.multiplyScalar(a.poly(half).limb(i), p, lifted[half]);
      } else {
        Arrays.fill(lifted[half], 0);
      }
    }
    return lifted;
  }

  /** Leaves in limb i of terms[0] the sum of all terms, each rotated by its step. */
  private void sumRotated(LimbRing ring, int i, int[][][] terms, List<Integer> steps) {
    int[] sum = LimbPool.take(parameters.logN());
    int[] rotated = LimbPool.take(parameters.logN());
    Arrays.fill(sum, 0);
    for (int g = 0; g < terms.length; g++) {
      ring.permute(terms[g][i], Automorphism.rotation(parameters.logN(), steps.get(g)), rotated);
      ring.add(sum, rotated, sum);
    }
    LimbPool.give(rotated, terms[0][i]);
    terms[0][i] = sum;
  }

  /**
   * What remains of both polynomials, divided by P and the last primes: c0 and the sum of all (0,
   * c1), each rotated by its key (not at all for null).
   *
   * @param c0 modulo QP, rotated and summed
   * @param c1 modulo QP, one a giant step; destroyed, like c0
   * @param drop number of data primes that are divided by before the rotations
   * @param dropLast number of data primes that are divided by after them
   */
  private List<NttPoly> giantSteps(
      int[][] c0, int[][][] c1, List<GaloisKey> keys, int limbs, int drop, int dropLast) {
    RnsBasis basis = parameters.rlwe().key(limbs - drop);
    int[][] sum0 = LimbPool.take(parameters.logN(), basis.size());
    int[][] sum1 = LimbPool.take(parameters.logN(), basis.size());
    for (int i = 0; i < basis.size(); i++) {
      Arrays.fill(sum0[i], 0);
      Arrays.fill(sum1[i], 0);
    }
    addUnrotated(c0, limbs, drop, sum0);
    for (int g = 0; g < c1.length; g++) {
      if (keys.get(g) == null) {
        addUnrotated(c1[g], limbs, drop, sum1);
      } else {
        addSwitched(switcher.decompose(limbs, drop, c1[g]), keys.get(g), sum0, sum1);
      }
    }
    NttPoly out0 = switcher.modDown(limbs - drop, dropLast, sum0);
    NttPoly out1 = switcher.modDown(limbs - drop, dropLast, sum1);
    LimbPool.give(sum0);
    LimbPool.give(sum1);
    return List.of(out0, out1);
  }

  /** Adds a polynomial modulo QP, or P times its quotient by the primes that are dropped. */
  private void addUnrotated(int[][] c, int limbs, int drop, int[][] sum) {
    if (drop > 0) {
      int[][] quotient = switcher.modDown(limbs, drop, c).limbs();
      switcher.addLifted(quotient, sum);
      LimbPool.give(quotient);
      return;
    }
    for (int i = 0; i < sum.length; i++) {
      parameters.rlwe().key(limbs).limb(i).add(sum[i], c[i], sum[i]);
    }
  }

  /** Adds P times what (0, c_1), rotated, is under s, and closes the decomposition of c_1. */
  private void addSwitched(Decomposition c1, GaloisKey key, int[][] sum0, int[][] sum1) {
    try (c1) {
      evaluator
          .parallel()
          .forEach(
              sum0.length,
              i ->
                  switcher.permutedGadgetProduct(
                      c1,
                      key,
                      i,
                      null,
                      0,
                      0,
                      parameters.rlwe().degree(),
                      sum0[i],
                      0,
                      sum1[i],
                      0,
                      LimbRing.BLOCK,
                      true));
    }
  }
}
