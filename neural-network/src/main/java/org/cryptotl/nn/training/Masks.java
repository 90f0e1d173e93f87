package org.cryptotl.nn.training;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.cryptotl.nn.privacy.SampleStreams;

/** Where dropout's random numbers come from: a stream for each layer and each sample of a batch. */
@FunctionalInterface
interface Masks {

  /**
   * Hands over the stream of a layer and of a sample, which is counted from 0 within the batch;
   * from several threads at once.
   */
  void draw(int layer, int sample, Consumer<RandomGenerator> use);

  /** By places in the batch, so that a seed replays them. */
  static Masks byPlace(long seed) {
    return (layer, sample, use) -> use.accept(new SplittableRandom(Seeds.mix(seed, layer, sample)));
  }

  /**
   * By rows, whatever else is in the batch.
   *
   * @param rows of the samples, the batch from {@code from} on
   */
  static Masks byRow(SampleStreams streams, int[] rows, int from) {
    return (layer, sample, use) -> streams.draw(layer, rows[from + sample], use);
  }
}
