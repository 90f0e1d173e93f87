package org.cryptotl.he.circuit;

/**
 * When the result of a linear transform is rescaled: the earlier, the cheaper, and the larger the
 * error.
 */
public enum Rescaling {
  /**
   * Not at all: the level stays, and the scales are multiplied. What follows can have the rescaling
   * as part of its last division.
   */
  NONE,
  /** At the end: one rounding error; its division and that by P are one. */
  LAST,
  /**
   * Before the giant steps, which are then taken at the lower level, where a key switch costs two
   * thirds to a half: each of them adds the errors of a rescaling, sqrt(N^2/18) a slot, and of a
   * key switch at the lower scale.
   */
  BEFORE_GIANT_STEPS
}
