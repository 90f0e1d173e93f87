package org.cryptotl.nn.training;

import org.cryptotl.he.ring.Parallel;

/** One way through the network: how many samples, with which weights, for what. */
final class Pass {

  final int count;
  final float[] weights;

  /** Whether dropout and batch statistics are at work. */
  final boolean training;

  /** What dropout draws from. */
  final Masks masks;

  final Parallel parallel;

  Pass(int count, float[] weights, boolean training, Masks masks, Parallel parallel) {
    this.count = count;
    this.weights = weights;
    this.training = training;
    this.masks = masks;
    this.parallel = parallel;
  }
}
