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

/**
 * Applies linear transforms to ciphertexts with double hoisting (Bossuat et al. 2021, algorithm 6).
 *
 * <p>c_1 is decomposed once for all baby steps. Everything up to the giant steps' rotations stays
 * modulo QP; each giant step but 0 costs one division by P and one decomposition, and two divisions
 * end the whole. The work runs limb by limb, so that the rotated inputs of a limb stay in cache
 * while keys and diagonals stream past once. Stateless and thread-safe.
 */
public final class LinearTransformEvaluator {

  /** Places of the rotated inputs of a limb that are worked on while they are in cache. */
  private static final int RUN = 2048;

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
   * Applies a transform; the level stays, the scales are multiplied.
   *
   * @param a of two polynomials and at most the transform's limbs
   * @throws HeException.MissingGaloisKey where a key for a baby or giant step is missing
   */
  public Ciphertext apply(Ciphertext a, LinearTransform transform) {
    check(a, transform);
    int limbs = a.limbs();
    int size = limbs + parameters.rlwe().specialLimbs();
    List<GaloisKey> babyKeys = keys(transform.babySteps(), limbs);
    List<GaloisKey> giantKeys =
        keys(transform.giantSteps().stream().map(LinearTransform.GiantStep::step).toList(), limbs);
    int giants = transform.giantSteps().size();
    int[][][] sum0 = new int[giants][][];
    int[][][] sum1 = new int[giants][][];
    for (int g = 0; g < giants; g++) {
      sum0[g] = LimbPool.take(parameters.logN(), size);
      sum1[g] = LimbPool.take(parameters.logN(), size);
    }
    try (Decomposition decomposition = switcher.decompose(a.poly(1))) {
      evaluator
          .parallel()
          .forEach(size, i -> innerSums(a, transform, decomposition, babyKeys, i, sum0, sum1));
    }
    int[][] total0 = null;
    int[][] total1 = null;
    for (int g = 0; g < giants; g++) {
      if (giantKeys.get(g) != null) {
        rotateExtended(sum0[g], sum1[g], giantKeys.get(g), limbs);
      }
      if (g == 0) {
        total0 = sum0[0];
        total1 = sum1[0];
      } else {
        addInto(total0, sum0[g], limbs);
        addInto(total1, sum1[g], limbs);
        LimbPool.give(sum0[g]);
        LimbPool.give(sum1[g]);
      }
    }
    NttPoly c0 = switcher.modDown(limbs, total0);
    NttPoly c1 = switcher.modDown(limbs, total1);
    LimbPool.give(total0);
    LimbPool.give(total1);
    return Ciphertext.of(a.parameters(), List.of(c0, c1), a.scale().multiply(transform.scale()));
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
    int[][] rotated0 = LimbPool.take(parameters.logN(), babies);
    int[][] rotated1 = LimbPool.take(parameters.logN(), babies);
    for (int b = 0; b < babies; b++) {
      liftRotated(a, decomposition, babyKeys.get(b), i, rotated0[b], rotated1[b]);
    }
    LimbRing ring = parameters.rlwe().key(a.limbs()).limb(i);
    int factorLimb = i < a.limbs() ? i : i - a.limbs() + transform.limbs();
    int[][] terms0 = new int[babies][];
    int[][] terms1 = new int[babies][];
    int run = Math.min(RUN, ring.degree());
    for (int from = 0; from < ring.degree(); from += run) {
      for (int g = 0; g < sum0.length; g++) {
        LinearTransform.GiantStep giant = transform.giantSteps().get(g);
        int count = giant.babies().size();
        for (int t = 0; t < count; t++) {
          terms0[t] = rotated0[giant.babies().get(t)];
          terms1[t] = rotated1[giant.babies().get(t)];
        }
        ring.innerProducts(
            giant.factors(factorLimb), terms0, terms1, count, from, run, sum0[g][i], sum1[g][i]);
      }
    }
    LimbPool.give(rotated0);
    LimbPool.give(rotated1);
  }

  /** Limb i of P times the ciphertext, rotated by the key's automorphism (not at all for null). */
  private void liftRotated(
      Ciphertext a, Decomposition decomposition, GaloisKey key, int i, int[] out0, int[] out1) {
    boolean data = i < a.limbs();
    LimbRing ring = parameters.rlwe().key(a.limbs()).limb(i);
    int p = data ? parameters.rlwe().special().productModulo(ring) : 0;
    if (key == null) {
      if (data) {
        ring.multiplyScalar(a.poly(0).limb(i), p, out0);
        ring.multiplyScalar(a.poly(1).limb(i), p, out1);
      } else {
        Arrays.fill(out0, 0);
        Arrays.fill(out1, 0);
      }
      return;
    }
    int[][] switched = LimbPool.take(parameters.logN(), 2);
    switcher.gadgetProduct(decomposition, key.key(), i, switched[0], switched[1]);
    if (data) {
      ring.multiplyScalarAdd(a.poly(0).limb(i), p, switched[0]);
    }
    ring.permute(switched[0], key.automorphism(), out0);
    ring.permute(switched[1], key.automorphism(), out1);
    LimbPool.give(switched);
  }

  /** Rotates a pair modulo QP, in place. */
  private void rotateExtended(int[][] sum0, int[][] sum1, GaloisKey key, int limbs) {
    NttPoly c1 = switcher.modDown(limbs, sum1);
    int[][] out0 = LimbPool.take(parameters.logN(), sum0.length);
    int[][] out1 = LimbPool.take(parameters.logN(), sum0.length);
    try (Decomposition decomposition = switcher.decompose(c1)) {
      switcher.gadgetProduct(decomposition, key.key(), out0, out1);
    }
    RnsBasis basis = parameters.rlwe().key(limbs);
    evaluator
        .parallel()
        .forEach(
            sum0.length,
            i -> {
              LimbRing ring = basis.limb(i);
              ring.add(out0[i], sum0[i], out0[i]);
              ring.permute(out0[i], key.automorphism(), sum0[i]);
              ring.permute(out1[i], key.automorphism(), sum1[i]);
            });
    LimbPool.give(out0);
    LimbPool.give(out1);
  }

  private void addInto(int[][] total, int[][] term, int limbs) {
    RnsBasis basis = parameters.rlwe().key(limbs);
    for (int i = 0; i < total.length; i++) {
      basis.limb(i).add(total[i], term[i], total[i]);
    }
  }
}
