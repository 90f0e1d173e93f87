package org.cryptotl.he.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.io.WireSamples.Sample;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to the bytes of an object: a named error, or another valid object, at once and
 * without much memory. Run a seed again by {@code -Dcryptotl.seed=...}.
 */
@Tag("once")
class MutationTest {

  private static final long SEED = Long.getLong("cryptotl.seed", System.nanoTime());

  private static final long MAX_NANOS = 1_000_000_000;

  /** Expanding a limb from its seed takes buffers that are large beside a limb of these rings. */
  private static final long FIXED_BYTES = 1 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Random random = new Random(SEED);

  static List<Sample> samples() {
    List<Sample> samples =
        new ArrayList<>(new WireSamples(InsecureParameters.insecure(5, 2, 1), SEED).all());
    samples.add(WireSamples.parametersSample());
    samples.addAll(WireSamples.manifestSamples());
    return samples;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void flippingAByte_isNoticedOrGivesAnotherObject(Sample sample) {
    for (int i = 0; i < sample.bytes().length; i++) {
      for (int flip : new int[] {1 << random.nextInt(8), 0xFF}) {
        byte[] mutated = sample.bytes().clone();
        mutated[i] ^= (byte) flip;
        check(sample, mutated, "byte %d ^ %02x".formatted(i, flip));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void truncatedInput_isMalformed(Sample sample) {
    for (int length = 0; length < sample.bytes().length; length++) {
      byte[] mutated = Arrays.copyOf(sample.bytes(), length);
      assertFalse(check(sample, mutated, length + " bytes of it"));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void extendedInput_isMalformed(Sample sample) {
    for (int more : new int[] {1, 2, 8, 4096}) {
      byte[] mutated = Arrays.copyOf(sample.bytes(), sample.bytes().length + more);
      assertFalse(check(sample, mutated, more + " zeros behind it"));
      System.arraycopy(sample.bytes(), 0, mutated, mutated.length - more, Math.min(more, 16));
      assertThrows(
          HeException.MalformedInput.class, () -> sample.rewrite().apply(mutated), message(""));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void extremeDimensions_areNoticedOrGiveAnotherObject(Sample sample) {
    int[] extremes = {0, 1, 2, 3, 4, 5, 32, 33, 64, 1 << 16, 1 << 24, 0x7fffffff, 1 << 31, -1, -2};
    for (int offset : sample.dimensions()) {
      for (int extreme : extremes) {
        ByteBuffer mutated = ByteBuffer.wrap(sample.bytes().clone()).order(ByteOrder.LITTLE_ENDIAN);
        if (mutated.getInt(offset) != extreme) {
          mutated.putInt(offset, extreme);
          check(sample, mutated.array(), "field at %d = %d".formatted(offset, extreme));
        }
      }
    }
  }

  static List<Sample> largeSamples() {
    return new WireSamples(CkksParameters.N8192_Q5_P2, SEED).all();
  }

  @ParameterizedTest
  @MethodSource("largeSamples")
  void promisesWithoutBytes_takeNoMemory(Sample sample) {
    for (int length : new int[] {44, 48, 76, 100, 200}) {
      if (length < sample.bytes().length) {
        Sample promise = sample.first(length);
        assertFalse(check(promise, promise.bytes(), length + " bytes of it"));
      }
    }
  }

  /** Reads bytes that are not the sample's; returns whether they are valid. */
  private boolean check(Sample sample, byte[] mutated, String what) {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    byte[] rewritten = null;
    try {
      rewritten = sample.rewrite().apply(mutated);
    } catch (HeException.MalformedInput | HeException.ParameterMismatch e) {
      assertTrue(e.getMessage().length() > 20, e.getMessage());
    } catch (RuntimeException | Error e) {
      throw new AssertionError(message(sample + ", " + what), e);
    }
    long nanos = System.nanoTime() - start;
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    assertTrue(nanos < MAX_NANOS, message("%s, %s: %d ns".formatted(sample, what, nanos)));
    assertTrue(
        allocated < FIXED_BYTES + 4L * sample.bytes().length,
        message("%s, %s: %d bytes allocated".formatted(sample, what, allocated)));
    if (rewritten != null) {
      assertArrayEquals(mutated, rewritten, message(sample + ", " + what));
    }
    return rewritten != null;
  }

  private static String message(String what) {
    return what + " (-Dcryptotl.seed=" + SEED + ")";
  }
}
