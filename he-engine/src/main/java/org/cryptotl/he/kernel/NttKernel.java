package org.cryptotl.he.kernel;

/**
 * Forward and inverse negacyclic number-theoretic transform of one limb, in place.
 *
 * <p>{@link ScalarNtt} is the specification; {@link VectorNtt} gives the same residues bit by bit.
 */
public interface NttKernel {

  /**
   * Coefficients to evaluations in the order that {@link NttTable} describes.
   *
   * @param limb N residues in [0, q); overwritten by N residues in [0, q)
   */
  void forward(int[] limb, NttTable table);

  /**
   * Evaluations to coefficients: the inverse of {@link #forward}.
   *
   * @param limb N residues in [0, q); overwritten by N residues in [0, q)
   */
  void inverse(int[] limb, NttTable table);
}
