package org.cryptotl.he.circuit;

import java.util.Arrays;
import java.util.List;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Decomposition;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.cryptotl.he.rlwe.Scale;

/**
 * Sums of rotated products with a common factor: sum over k of rot_k(a_k b), relinearised, and
 * rescaled at the end.
 *
 * <p>Products stay modulo QP between relinearisation and rotation, but for one division a product;
 * so the rotations' errors come before the rescaling, which makes them small. Stateless and
 * thread-safe.
 */
public final class RotatedProducts {

  private final Evaluator evaluator;
  private final CkksParameters parameters;
  private final KeySwitcher switcher;

  /** Uses the keys and threads of an evaluator. */
  public RotatedProducts(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.parameters = evaluator.parameters();
    this.switcher = evaluator.keySwitcher();
  }

  /**
   * Sums rotated products; one level less, as after {@link Evaluator#multiplyRelinearizeRescale}.
   *
   * @param factors a_k, of one level and scale
   * @param steps by how many slots each product is rotated to the left
   * @param common b, at the level of the a_k or above
   * @throws HeException.MissingGaloisKey where a key is missing
   */
  public Ciphertext sumRescale(List<Ciphertext> factors, List<Integer> steps, Ciphertext common) {
    if (factors.isEmpty() || factors.size() != steps.size()) {
      throw new IllegalArgumentException(
          "rotated products: got %d factors and %d rotations, expected as many of each, at least 1"
              .formatted(factors.size(), steps.size()));
    }
    Ciphertext first = factors.get(0);
    int limbs = first.limbs();
    for (Ciphertext factor : factors) {
      if (factor.limbs() != limbs || !factor.scale().matches(first.scale())) {
        throw new IllegalArgumentException(
            "rotated products: got %s and %s, expected one level and one scale"
                .formatted(first, factor));
      }
    }
    if (common.limbs() < limbs || parameters.level(limbs) == 0) {
      throw new HeException.LevelExhausted(
          "rotated products: got factors of %d limbs and a common one of %d, expected level 1 or"
                  .formatted(limbs, common.limbs())
              + " more, and a common factor at their level or above");
    }
    int size = limbs + parameters.rlwe().specialLimbs();
    int[][] sum0 = LimbPool.take(parameters.logN(), size);
    int[][] sum1 = LimbPool.take(parameters.logN(), size);
    clear(sum0);
    clear(sum1);
    Scale scale = first.scale().multiply(common.scale());
    for (int k = 0; k < steps.size(); k++) {
      Ciphertext product = evaluator.multiply(factors.get(k), common);
      addRotated(product, steps.get(k), sum0, sum1);
      LimbPool.give(product.polys());
    }
    int drop = parameters.primesPerLevel();
    Ciphertext sum =
        Ciphertext.of(
            parameters.rlwe(),
            List.of(switcher.modDown(limbs, drop, sum0), switcher.modDown(limbs, drop, sum1)),
            scale.divide(parameters.rescaleDivisor(parameters.level(limbs))));
    LimbPool.give(sum0);
    LimbPool.give(sum1);
    return sum;
  }

  private static void clear(int[][] limbs) {
    for (int[] limb : limbs) {
      Arrays.fill(limb, 0);
    }
  }

  /** Adds P times what a product of three polynomials, rotated, is under s. */
  private void addRotated(Ciphertext product, int step, int[][] sum0, int[][] sum1) {
    int limbs = product.limbs();
    Automorphism rotation = Automorphism.rotation(parameters.logN(), step);
    int[][] c0 = LimbPool.take(parameters.logN(), sum0.length);
    int[][] c1 = LimbPool.take(parameters.logN(), sum0.length);
    try (Decomposition decomposition = switcher.decompose(product.poly(2))) {
      switcher.gadgetProduct(decomposition, evaluator.keys().relinearization(limbs), c0, c1);
    }
    switcher.addLifted(product.poly(0).limbs(), c0);
    switcher.addLifted(product.poly(1).limbs(), c1);
    RnsBasis basis = parameters.rlwe().key(limbs);
    int[] rotated = LimbPool.take(parameters.logN());
    for (int i = 0; i < sum0.length; i++) {
      LimbRing ring = basis.limb(i);
      ring.permute(c0[i], rotation, rotated);
      ring.add(sum0[i], rotated, sum0[i]);
      if (rotation.galoisElement() == 1) {
        ring.add(sum1[i], c1[i], sum1[i]);
      }
    }
    LimbPool.give(rotated);
    if (rotation.galoisElement() != 1) {
      GaloisKey key = evaluator.keys().galois(rotation.galoisElement(), limbs);
      try (Decomposition decomposition = switcher.decompose(limbs, 0, c1)) {
        evaluator
            .parallel()
            .forEach(
                sum0.length,
                i ->
                    switcher.permutedGadgetProduct(
                        decomposition,
                        key,
                        i,
                        null,
                        0,
                        0,
                        basis.degree(),
                        sum0[i],
                        0,
                        sum1[i],
                        0,
                        LimbRing.BLOCK,
                        true));
      }
    }
    LimbPool.give(c0);
    LimbPool.give(c1);
  }
}
