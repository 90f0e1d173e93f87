package org.cryptotl.nn.training;

import java.util.Arrays;
import java.util.Optional;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.nn.privacy.SecureNoise;

/** Which samples are in which step. */
abstract sealed class Batches {

  private final int size;
  private final int batchSize;

  private Batches(int size, int batchSize) {
    this.size = size;
    this.batchSize = batchSize;
  }

  /** All samples once an epoch, in random order. */
  static Batches shuffled(int size, int batchSize, long seed) {
    return new Shuffled(size, Math.min(batchSize, size), seed);
  }

  /** Each sample in each step with the same probability. */
  static Batches poisson(int size, int batchSize, Seed seed) {
    return new Poisson(size, batchSize, new SecureNoise(seed));
  }

  int steps() {
    return Math.ceilDiv(size, batchSize);
  }

  /** Samples that are worked on at once: a batch, or nearly always one. */
  abstract int capacity();

  /** The samples of a step, which is counted from 0 within its epoch, which is from 0 too. */
  abstract int[] rows(int epoch, int step);

  /** What the sum of a step's gradients is divided by. */
  abstract int divisor(int[] rows);

  /** The noise to be added, if any. */
  abstract Optional<SecureNoise> noise();

  private static final class Shuffled extends Batches {

    private final long seed;
    private int shuffledEpoch = -1;
    private int[] order = new int[0];

    Shuffled(int size, int batchSize, long seed) {
      super(size, batchSize);
      this.seed = seed;
    }

    @Override
    int capacity() {
      return super.batchSize;
    }

    @Override
    int[] rows(int epoch, int step) {
      if (epoch != shuffledEpoch) {
        order = Split.shuffled(super.size, Seeds.mix(seed, epoch));
        shuffledEpoch = epoch;
      }
      int from = step * super.batchSize;
      return Arrays.copyOfRange(order, from, Math.min(super.size, from + super.batchSize));
    }

    @Override
    int divisor(int[] rows) {
      return rows.length;
    }

    @Override
    Optional<SecureNoise> noise() {
      return Optional.empty();
    }
  }

  private static final class Poisson extends Batches {

    private final SecureNoise noise;

    Poisson(int size, int batchSize, SecureNoise noise) {
      super(size, batchSize);
      this.noise = noise;
    }

    /** Four deviations above the mean; the rest of a larger draw comes in further parts. */
    @Override
    int capacity() {
      return Math.min(super.size, super.batchSize + (int) (4 * Math.sqrt(super.batchSize)));
    }

    @Override
    int[] rows(int epoch, int step) {
      return noise.sample(
          (long) epoch * steps() + step, super.size, (double) super.batchSize / super.size);
    }

    /** The expected number: the number itself is not to be told. */
    @Override
    int divisor(int[] rows) {
      return super.batchSize;
    }

    @Override
    Optional<SecureNoise> noise() {
      return Optional.of(noise);
    }
  }
}
