package org.cryptotl.nn.privacy;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.cryptotl.he.ring.RandomStream;
import org.cryptotl.he.ring.Seed;

/**
 * What each sample of one step draws for itself, such as what dropout leaves out: a sample's
 * numbers depend on its row alone, not on which others are in the step. Otherwise one sample more
 * or less would change the gradients of all, and clipping each would not bound its influence.
 */
public final class SampleStreams {

  private final Seed seed;

  /** Makes streams of a secret seed, of one step alone. */
  SampleStreams(Seed seed) {
    this.seed = seed;
  }

  /**
   * Hands over the random numbers of a row, for one purpose.
   *
   * @param purpose such as the number of a layer, at least 0
   * @param row of the sample in the training set, at least 0
   */
  public void draw(int purpose, int row, Consumer<RandomGenerator> use) {
    try (RandomStream stream = new RandomStream(seed, ((long) purpose << Integer.SIZE) + row)) {
      use.accept(stream::nextLong);
    }
  }

  @Override
  public String toString() {
    return "SampleStreams[redacted]";
  }
}
