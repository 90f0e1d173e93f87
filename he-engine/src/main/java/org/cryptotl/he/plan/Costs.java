package org.cryptotl.he.plan;

import java.util.HashSet;
import java.util.Set;
import org.cryptotl.he.circuit.AutomorphismSum;
import org.cryptotl.he.circuit.Rescaling;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.plan.Stage.ActivationStage;
import org.cryptotl.he.plan.Stage.AffineStage;

/** Counts what operations cost. Limbs are data limbs; the special ones are added here. */
final class Costs {

  private final CkksParameters parameters;
  private final int special;

  Costs(CkksParameters parameters) {
    this.parameters = parameters;
    this.special = parameters.rlwe().specialLimbs();
  }

  private int digits(int limbs) {
    return parameters.rlwe().digits(limbs);
  }

  private static Cost transforms(long count) {
    return new Cost(count, 0, 0, 0);
  }

  private Cost decomposition(int limbs) {
    return transforms((long) digits(limbs) * (limbs + special));
  }

  /** The products of digits and key. */
  private Cost gadget(int limbs) {
    long products = 2L * digits(limbs) * (limbs + special);
    return new Cost(0, products, products * limbBytes(), 1);
  }

  private long limbBytes() {
    return (long) Integer.BYTES << parameters.logN();
  }

  /** The division of a polynomial by the special primes and any of the last data primes. */
  private Cost division(int limbs) {
    return transforms(special + limbs);
  }

  /** The most giant steps that a part of an affine stage's result takes. */
  int giantSteps(LatencyDesign design, AffineStage stage) {
    int most = 0;
    for (int out = 0; out < stage.pattern().outParts(); out++) {
      int giants = 0;
      for (int in = 0; in < stage.pattern().inParts(); in++) {
        giants += design.rotations(stage, out, in).giants().size() + 1;
      }
      most = Math.max(most, giants);
    }
    return most;
  }

  Cost transform(LatencyDesign design, AffineStage stage) {
    int limbs = parameters.limbs(stage.level());
    int drop = stage.rescaling() == Rescaling.BEFORE_GIANT_STEPS ? parameters.primesPerLevel() : 0;
    Cost giant = division(limbs).plus(decomposition(limbs - drop)).plus(gadget(limbs - drop));
    Cost sum = Cost.NONE;
    for (int out = 0; out < stage.pattern().outParts(); out++) {
      for (int in = 0; in < stage.pattern().inParts(); in++) {
        long diagonals = stage.pattern().diagonals(out, in).cardinality();
        long limbsRead = diagonals * (limbs + special);
        LatencyDesign.Rotations rotations = design.rotations(stage, out, in);
        sum =
            sum.plus(decomposition(limbs))
                .plus(gadget(limbs).times(rotations.babies().size()))
                .plus(new Cost(0, 2 * limbsRead, limbsRead * limbBytes(), 0))
                .plus(giant.times(rotations.giants().size()))
                .plus(division(limbs - drop).times(drop > 0 ? 4 : 2));
      }
    }
    return sum;
  }

  Cost sum(AutomorphismSum sum, int limbs) {
    Set<Integer> keys = new HashSet<>(sum.galoisElements());
    return decomposition(limbs)
        .plus(gadget(limbs).times(keys.size()))
        .plus(division(limbs).times(2));
  }

  /** A product of ciphertexts with relinearisation and rescaling. */
  private Cost product(int limbs) {
    return decomposition(limbs)
        .plus(gadget(limbs))
        .plus(division(limbs).times(2))
        .plus(new Cost(0, 5L * limbs, 0, 0));
  }

  Cost activation(ActivationStage stage) {
    int limbs = parameters.limbs(stage.level());
    int lower = limbs - parameters.primesPerLevel();
    if (Core.isSquare(stage.core())) {
      return product(limbs);
    }
    if (Core.isDepressedCubic(stage.core())) {
      Cost square = product(limbs);
      if (stage.spread() == 1) {
        return square.plus(product(lower));
      }
      // A product and its decomposition; to rotate it, a division and another decomposition.
      Cost product = decomposition(lower).plus(gadget(lower)).plus(new Cost(0, 7L * lower, 0, 0));
      Cost rotation = division(lower).plus(decomposition(lower)).plus(gadget(lower));
      return square
          .plus(transforms(2L * limbs).plus(product).times(stage.spread()))
          .plus(rotation.times(stage.spread() - 1))
          .plus(division(lower).times(2));
    }
    // Powers up to the square root of the degree, and a product for each part.
    long products = Math.round(2 * Math.sqrt(stage.core().degree())) + stage.depth();
    return product(limbs).times(products);
  }
}
