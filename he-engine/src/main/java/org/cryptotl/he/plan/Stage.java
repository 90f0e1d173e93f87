package org.cryptotl.he.plan;

import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.circuit.Rescaling;
import org.cryptotl.he.rlwe.Scale;

/** A step of a folded network as it is evaluated on packed ciphertexts. */
sealed interface Stage {

  /** Level of its argument. */
  int level();

  /**
   * An affine map by diagonals; its result is one level lower, in every place by the packing's
   * rows.
   *
   * @param affine the map
   * @param pattern its packing and the diagonals that are not zero
   * @param level of the argument
   * @param weightScale scale of the encoded diagonals
   * @param babySteps number of baby steps, in places
   * @param rescaling when the product is rescaled; {@code NONE} for with the last of the sums
   */
  record AffineStage(
      Affine affine,
      Pattern pattern,
      int level,
      Scale weightScale,
      int babySteps,
      Rescaling rescaling)
      implements Stage {}

  /**
   * A polynomial in every place.
   *
   * @param core in its cheapest form, see {@link NormalForm}
   * @param level of the argument
   * @param placement of argument and result
   * @param spread into how many differently rotated blocks the result is laid out, see {@link
   *     PeriodicPacking}
   */
  record ActivationStage(Polynomial core, int level, Placement placement, int spread)
      implements Stage {

    /** Levels that it takes. */
    int depth() {
      return Core.depth(core);
    }
  }
}
