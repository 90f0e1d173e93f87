package org.cryptotl.he.plan;

import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cryptotl.he.circuit.AutomorphismSum;
import org.cryptotl.he.circuit.Rescaling;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.plan.Stage.ActivationStage;
import org.cryptotl.he.plan.Stage.AffineStage;
import org.cryptotl.he.rlwe.Scale;

/**
 * Everything that is decided of a latency plan before a weight is encoded: what the simulation
 * judges and the planner chooses from. Immutable.
 *
 * @param parameters of the ciphertexts
 * @param layout of inputs and outputs
 * @param stages in order
 * @param outputScale scale of the result
 */
record LatencyDesign(
    CkksParameters parameters, LatencyLayout layout, List<Stage> stages, Scale outputScale) {

  LatencyDesign {
    stages = List.copyOf(stages);
  }

  /** Level of the input. */
  int inputLevel() {
    return stages.get(0).level();
  }

  /** The rotations of an affine stage, in slots: baby steps, then giant steps, without 0. */
  record Rotations(SortedSet<Integer> babies, SortedSet<Integer> giants) {}

  Rotations rotations(AffineStage stage, int outPart, int inPart) {
    SortedSet<Integer> babies = new TreeSet<>();
    SortedSet<Integer> giants = new TreeSet<>();
    BitSet diagonals = stage.pattern().diagonals(outPart, inPart);
    for (int k = diagonals.nextSetBit(0); k >= 0; k = diagonals.nextSetBit(k + 1)) {
      int baby = k % stage.babySteps();
      babies.add(baby * layout.batch());
      giants.add((k - baby) * layout.batch());
    }
    babies.remove(0);
    giants.remove(0);
    return new Rotations(babies, giants);
  }

  List<AutomorphismSum> sums(AffineStage stage) {
    return stage.pattern().packing().sums(parameters.logN(), layout.batch());
  }

  /** Slots by which the blocks of a spread are rotated against each other. */
  int spreadOffset(ActivationStage stage) {
    return stage.placement().period() / 2 / stage.spread() * layout.batch();
  }

  /** The evaluation keys that the evaluation uses. */
  KeyNeeds keyNeeds() {
    SortedMap<Integer, Integer> galois = new TreeMap<>();
    int relinearization = 0;
    for (Stage stage : stages) {
      int limbs = parameters.limbs(stage.level());
      switch (stage) {
        case AffineStage affine -> addKeys(affine, limbs, galois);
        case ActivationStage activation -> {
          relinearization = Math.max(relinearization, limbs);
          if (activation.spread() > 1) {
            int low = parameters.limbs(stage.level() - 1);
            addRotations(
                Spread.rotations(activation.spread(), spreadOffset(activation)), low, galois);
          }
        }
      }
    }
    return new KeyNeeds(relinearization, galois);
  }

  private void addKeys(AffineStage stage, int limbs, SortedMap<Integer, Integer> galois) {
    int rescaled = parameters.limbs(stage.level() - 1);
    int giantLimbs = stage.rescaling() == Rescaling.BEFORE_GIANT_STEPS ? rescaled : limbs;
    int sumLimbs = stage.rescaling() == Rescaling.NONE ? limbs : rescaled;
    for (int out = 0; out < stage.pattern().outParts(); out++) {
      for (int in = 0; in < stage.pattern().inParts(); in++) {
        Rotations rotations = rotations(stage, out, in);
        addRotations(rotations.babies(), limbs, galois);
        addRotations(rotations.giants(), giantLimbs, galois);
      }
    }
    for (AutomorphismSum sum : sums(stage)) {
      sum.galoisElements().forEach(g -> galois.merge(g, sumLimbs, Math::max));
    }
  }

  private void addRotations(
      Iterable<Integer> steps, int limbs, SortedMap<Integer, Integer> galois) {
    for (int step : steps) {
      galois.merge(parameters.rlwe().galoisElement(step), limbs, Math::max);
    }
  }

  @Override
  public String toString() {
    return "LatencyDesign[weights redacted, %s, %s]".formatted(parameters, layout);
  }
}
