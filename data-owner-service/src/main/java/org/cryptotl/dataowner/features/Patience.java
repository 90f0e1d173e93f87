package org.cryptotl.dataowner.features;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;

/** Asks a model owner again, at growing distances, while it does not answer or asks to wait. */
public final class Patience {

  private static final int POLL_MILLIS = 100;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** For a person who waits: asks once. */
  public static final Patience NONE = of(Duration.ZERO);

  private final Duration longest;
  private final BooleanSupplier stopped;
  private final Runnable onRetry;

  /**
   * Makes one.
   *
   * @param longest after which the last failure is the answer
   * @param stopped whether nobody waits any more
   * @param onRetry called before each further attempt
   */
  Patience(Duration longest, BooleanSupplier stopped, Runnable onRetry) {
    this.longest = longest;
    this.stopped = stopped;
    this.onRetry = onRetry;
  }

  /** That of a caller who waits for so long. */
  public static Patience of(Duration longest) {
    return new Patience(longest, () -> false, () -> {});
  }

  /** The answer, once there is one. */
  public <T> T ask(Supplier<T> question) {
    long end = System.nanoTime() + longest.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return question.get();
      } catch (Problem e) {
        boolean again =
            e.type() == ProblemType.MODEL_OWNER_UNAVAILABLE
                || e.type() == ProblemType.MODEL_OWNER_BUSY;
        if (!again || stopped.getAsBoolean() || System.nanoTime() > end) {
          throw e;
        }
        onRetry.run();
        Object asked = e.fields().get("retryAfterSeconds");
        sleep(asked instanceof Long seconds ? Duration.ofSeconds(seconds) : pause);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      }
    }
  }

  private void sleep(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    try {
      while (!stopped.getAsBoolean() && System.nanoTime() < end) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the extraction was interrupted", e);
    }
  }
}
