package org.cryptotl.nn.training;

import org.cryptotl.he.ring.Parallel;

/** One way through the network: how many samples, with which weights, for what. */
final class Pass {

  final int count;
  final float[] weights;

  /** Whether dropout and batch statistics are at work. */
  final boolean training;

  /** Where dropout starts from. */
  final long seed;

  final Parallel parallel;

  Pass(int count, float[] weights, boolean training, long seed, Parallel parallel) {
    this.count = count;
    this.weights = weights;
    this.training = training;
    this.seed = seed;
    this.parallel = parallel;
  }
}
