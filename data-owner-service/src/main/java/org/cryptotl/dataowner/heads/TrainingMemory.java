package org.cryptotl.dataowner.heads;

import org.cryptotl.dataowner.features.FeatureSet;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;

/** Whether the vectors of a training have room in the heap; asked before they are loaded. */
final class TrainingMemory {

  /** As they are stored; joined to what a head sees; centred for the regression; to be judged. */
  private static final int COPIES = 4;

  private static final double MEGA = 1 << 20;

  private TrainingMemory() {}

  /**
   * Refuses a training without room.
   *
   * @throws Problem that says how many rows would have it
   */
  static void require(FeatureSet set) {
    if (!fits(set, freeBytes())) {
      System.gc();
      require(set, freeBytes());
    }
  }

  /** The same with so much room. */
  static void require(FeatureSet set, long freeBytes) {
    if (!fits(set, freeBytes)) {
      throw new Problem(
          ProblemType.CONFLICT,
          "a training on %d rows of %d numbers needs about %.0f MB of memory, %.0f MB are free: enough for %d rows; extract fewer rows, or give the service more heap (-Xmx)"
              .formatted(
                  set.rows(),
                  set.inputs() + set.outputs(),
                  set.rows() * (double) rowBytes(set) / MEGA,
                  freeBytes / MEGA,
                  freeBytes / rowBytes(set)));
    }
  }

  private static boolean fits(FeatureSet set, long freeBytes) {
    return set.rows() <= freeBytes / rowBytes(set);
  }

  private static long rowBytes(FeatureSet set) {
    return (long) COPIES * Float.BYTES * (set.inputs() + set.outputs());
  }

  private static long freeBytes() {
    Runtime jvm = Runtime.getRuntime();
    return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
  }
}
