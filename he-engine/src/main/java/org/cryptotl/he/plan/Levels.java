package org.cryptotl.he.plan;

import java.util.List;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;

/** The levels that the steps of a folded network take. */
final class Levels {

  private Levels() {}

  static int depth(Step step) {
    return switch (step) {
      case Affine affine -> 1;
      case Activation(int size, var core) -> Core.depth(core);
    };
  }

  /**
   * Checks that there are enough.
   *
   * @param levels rescalings that are possible
   * @throws HeException.LevelExhausted where there are not; it names the first step without
   */
  static void require(List<Step> folded, int levels) {
    int needed = folded.stream().mapToInt(Levels::depth).sum();
    int left = levels;
    for (int i = 0; i < folded.size(); i++) {
      int depth = depth(folded.get(i));
      if (depth > left) {
        throw new HeException.LevelExhausted(
            ("plan: step %d of the folded network (%s) needs %d level(s), %d are left; the network"
                    + " needs %d, the parameters have %d: %d too few")
                .formatted(
                    i, describe(folded.get(i)), depth, left, needed, levels, needed - levels));
      }
      left -= depth;
    }
  }

  /** The error for values that the parameters' lowest level cannot hold. */
  static HeException.LevelExhausted noRoom(String what, CkksParameters parameters) {
    return new HeException.LevelExhausted(
        "plan: %s leave no room at level 0 of %s; scale the network down, or use two primes a level"
            .formatted(what, parameters));
  }

  private static String describe(Step step) {
    return switch (step) {
      case Affine affine -> "affine %d -> %d".formatted(affine.inputs(), affine.outputs());
      case Activation(int size, var core) -> "activation of degree " + core.degree();
    };
  }
}
