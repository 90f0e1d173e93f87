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
    List<Integer> giantSteps = new ArrayList<>();
    transform.giants().forEach(group -> giantSteps.addAll(group.steps()));
    List<GaloisKey> giantKeys = keys(giantSteps, limbs);
    int giants = giantSteps.size();
    int[][][] sum0 = new int[size][][];
    int[][][] sum1 = new int[size][][];
    for (int i = 0; i < size; i++) {
      sum0[i] = LimbPool.take(parameters.logN(), giants);
      sum1[i] = LimbPool.take(parameters.logN(), giants);
    }
    try (Decomposition decomposition = switcher.decompose(a.poly(1))) {
      evaluator
          .parallel()
          .forEach(
              size, i -> innerSums(a, transform, decomposition, babyKeys, i, sum0[i], sum1[i]));
    }
    int[][] total0 = ofGiant(sum0, 0);
    int[][] total1 = ofGiant(sum1, 0);
    for (int g = 0; g < giants; g++) {
      int[][] term0 = ofGiant(sum0, g);
      int[][] term1 = ofGiant(sum1, g);
      if (giantKeys.get(g) != null) {
        rotateExtended(term0, term1, giantKeys.get(g), limbs);
      }
      if (g > 0) {
        addInto(total0, term0, limbs);
        addInto(total1, term1, limbs);
        LimbPool.give(term0);
        LimbPool.give(term1);
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

  private static int[][] ofGiant(int[][][] sums, int giant) {
    int[][] limbs = new int[sums.length][];
    for (int i = 0; i < limbs.length; i++) {
      limbs[i] = sums[i][giant];
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
      int[][] sum0,
      int[][] sum1) {
    int babies = babyKeys.size();
    LimbRing ring = parameters.rlwe().key(a.limbs()).limb(i);
    int[] pairs = LimbPool.takeInterleaved(parameters.logN(), 2 * babies);
    for (int b = 0; b < babies; b++) {
      liftRotated(a, decomposition, babyKeys.get(b), i, pairs, babies, b);
    }
    int factorLimb = i < a.limbs() ? i : i - a.limbs() + transform.limbs();
    int first = 0;
    for (LinearTransform.Giants group : transform.giants()) {
      int next = first + group.steps().size();
      ring.diagonalSums(
          group.factors(factorLimb),
          pairs,
          babies,
          group.babies(),
          Arrays.copyOfRange(sum0, first, next),
          Arrays.copyOfRange(sum1, first, next));
      first = next;
    }
    LimbPool.giveInterleaved(pairs);
  }

  /**
   * Writes limb i of P times the ciphertext, rotated by the key's automorphism (not at all for
   * null), as pair b among those of all baby steps.
   */
  private void liftRotated(
      Ciphertext a,
      Decomposition decomposition,
      GaloisKey key,
      int i,
      int[] pairs,
      int babies,
      int b) {
    boolean data = i < a.limbs();
    LimbRing ring = parameters.rlwe().key(a.limbs()).limb(i);
    int p = data ? parameters.rlwe().special().productModulo(ring) : 0;
    int[][] lifted = LimbPool.take(parameters.logN(), 2);
    Automorphism automorphism = Automorphism.rotation(parameters.logN(), 0);
    if (key != null) {
      automorphism = key.automorphism();
      switcher.gadgetProduct(decomposition, key.key(), i, lifted[0], lifted[1]);
      if (data) {
        ring.multiplyScalarAdd(a.poly(0).limb(i), p, lifted[0]);
      }
    } else if (data) {
      ring.multiplyScalar(a.poly(0).limb(i), p, lifted[0]);
      ring.multiplyScalar(a.poly(1).limb(i), p, lifted[1]);
    } else {
      Arrays.fill(lifted[0], 0);
      Arrays.fill(lifted[1], 0);
    }
    ring.permuteInterleaved(lifted[0], automorphism, pairs, 2 * babies, 2 * b);
    ring.permuteInterleaved(lifted[1], automorphism, pairs, 2 * babies, 2 * b + 1);
    LimbPool.give(lifted);
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
