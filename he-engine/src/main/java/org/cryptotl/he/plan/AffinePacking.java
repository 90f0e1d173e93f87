package org.cryptotl.he.plan;

import java.util.List;
import org.cryptotl.he.circuit.AutomorphismSum;

/**
 * How a matrix becomes diagonals: which plaintext and which slot multiplies which entry, and which
 * rotated copies of the products are summed up to the result, which is then complete in every slot.
 */
sealed interface AffinePacking permits InputPacking, PeriodicPacking {

  /** Takes an entry of the matrix at a place of a plaintext. */
  @FunctionalInterface
  interface Sink {

    /**
     * Adds a weight to a plaintext.
     *
     * @param outPart ciphertext of the result
     * @param inPart ciphertext of the argument
     * @param diagonal by how many places the argument is rotated to the left
     * @param place of the plaintext
     * @param imaginary whether the weight is added to the imaginary part
     * @param weight the entry of the matrix, with sign and factor
     */
    void add(int outPart, int inPart, int diagonal, int place, boolean imaginary, double weight);
  }

  /** Number of ciphertexts of the argument. */
  int inParts();

  /** Where the result lies. */
  Placement rows();

  /** Hands over every entry at every place. */
  void forEach(Matrix matrix, Sink sink);

  /**
   * The sums that follow the products, in order.
   *
   * @param logN log2 of the ring degree
   * @param batch slots of a place
   */
  List<AutomorphismSum> sums(int logN, int batch);
}
