package org.cryptotl.nn.privacy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.cryptotl.he.ring.RandomStream;
import org.cryptotl.he.ring.Seed;

/**
 * The randomness of DP-SGD: AES-256 in counter mode, keyed by a seed that must come from {@link
 * java.security.SecureRandom} and stay secret: who knows the noise can take it off. Each step, and
 * each part of the weights within it, has a stream of its own, so that parts can be worked on in
 * any order.
 */
public final class SecureNoise {

  private static final int PART_BITS = 24;

  private final Seed seed;

  /** Makes noise of a secret seed. */
  public SecureNoise(Seed seed) {
    this.seed = seed;
  }

  /**
   * Poisson sampling: each number is taken with the same probability, independently.
   *
   * @param step number of the step, at least 0
   * @param size numbers from 0 to {@code size - 1}
   * @param rate the probability
   * @return the numbers taken, ascending; possibly none
   */
  public int[] sample(long step, int size, double rate) {
    try (RandomStream stream = new RandomStream(seed, step << PART_BITS)) {
      RandomGenerator random = stream::nextLong;
      int[] taken = new int[size];
      int count = 0;
      for (int i = 0; i < size; i++) {
        if (random.nextDouble() < rate) {
          taken[count++] = i;
        }
      }
      return Arrays.copyOf(taken, count);
    }
  }

  /**
   * Adds Gaussian noise of mean 0 to the entries in [from, to).
   *
   * @param step number of the step, at least 0
   * @param part number of the part of the weights within the step, from 0 to 2^24 - 2
   * @param deviation of the noise
   */
  public void addGaussian(long step, int part, float[] values, int from, int to, double deviation) {
    try (RandomStream stream = new RandomStream(seed, (step << PART_BITS) + part + 1)) {
      RandomGenerator random = stream::nextLong;
      for (int i = from; i < to; i++) {
        values[i] = (float) (values[i] + deviation * random.nextGaussian());
      }
    }
  }

  /**
   * What the samples of a step draw for themselves.
   *
   * @param step number of the step, at least 0
   */
  public SampleStreams samples(long step) {
    // The streams above have labels of at least 0.
    try (RandomStream stream = new RandomStream(seed, -1 - step)) {
      ByteBuffer bytes = ByteBuffer.allocate(Seed.BYTES);
      while (bytes.hasRemaining()) {
        bytes.putLong(stream.nextLong());
      }
      return new SampleStreams(Seed.of(bytes.array()));
    }
  }

  @Override
  public String toString() {
    return "SecureNoise[redacted]";
  }
}
