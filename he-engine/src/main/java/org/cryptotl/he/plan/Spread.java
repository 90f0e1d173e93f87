package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.circuit.Polynomial;
import org.cryptotl.he.circuit.RotatedProducts;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ckks.Plaintext;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Scale;

/**
 * A depressed cubic t (t^2 + b) whose value, periodic like t, is laid out in blocks that are
 * rotated against each other, for {@link PeriodicPacking} with a spread: block k modulo the spread
 * by k offsets to the left.
 *
 * <p>Cutting out blocks takes a product with a mask and thus a level. It costs none here: while t^2
 * takes its level, t waits, and is multiplied by the masks. Each masked t times t^2 + b is one
 * rotation's share. Immutable.
 */
final class Spread {

  private final int offset;
  private final List<Plaintext> masks;

  /**
   * Encodes the masks.
   *
   * @param level of the argument t
   * @param period of t, in slots
   * @param spread number of rotations, at least 2
   * @param offset by which one block is rotated against the next, in slots
   */
  Spread(Encoder encoder, int level, int period, int spread, int offset) {
    this.offset = offset;
    CkksParameters parameters = encoder.parameters();
    Scale scale = parameters.rescaleDivisor(level);
    masks = new ArrayList<>();
    for (int k = 0; k < spread; k++) {
      double[] mask = new double[parameters.slots()];
      for (int i = 0; i < mask.length; i++) {
        // Before the rotation, block k begins k offsets later.
        int slot = Math.floorMod(i - k * offset, mask.length);
        mask[i] = slot / period % spread == k ? 1 : 0;
      }
      masks.add(encoder.encode(ComplexVector.real(mask), level, scale));
    }
  }

  /** The rotations that need a Galois key, one level below the argument's. */
  static List<Integer> rotations(int spread, int offset) {
    List<Integer> rotations = new ArrayList<>();
    for (int k = 1; k < spread; k++) {
      rotations.add(k * offset);
    }
    return rotations;
  }

  /** The cubic, two levels below t. */
  Ciphertext apply(Polynomial cubic, Evaluator evaluator, Ciphertext t) {
    Ciphertext square = evaluator.multiplyRelinearizeRescale(t, t);
    Ciphertext factor = evaluator.addConstant(square, cubic.coefficient(1), 0);
    List<Ciphertext> masked = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    for (int k = 0; k < masks.size(); k++) {
      masked.add(evaluator.multiplyRescale(t, masks.get(k)));
      steps.add(k * offset);
    }
    Ciphertext sum = new RotatedProducts(evaluator).sumRescale(masked, steps, factor);
    masked.forEach(each -> LimbPool.give(each.polys()));
    LimbPool.give(square.polys());
    return sum;
  }
}
