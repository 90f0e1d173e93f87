package org.cryptotl.dataowner.features;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.jspecify.annotations.Nullable;

/** Asks a model owner again, at growing distances, while it does not answer or asks to wait. */
public final class Patience {

  private static final int POLL_MILLIS = 100;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** For a person who waits: asks once. */
  public static final Patience NONE = of(Duration.ZERO);

  private final Duration longest;
  private final BooleanSupplier stopped;
  private final Consumer<@Nullable String> waiting;

  /**
   * Makes one.
   *
   * @param longest after which the last failure is the answer
   * @param stopped whether nobody waits any more
   * @param waiting told why, before each pause, and null when there is an answer
   */
  Patience(Duration longest, BooleanSupplier stopped, Consumer<@Nullable String> waiting) {
    this.longest = longest;
    this.stopped = stopped;
    this.waiting = waiting;
  }

  /** That of a caller who waits for so long. */
  public static Patience of(Duration longest) {
    return new Patience(longest, () -> false, _ -> {});
  }

  /**
   * The answer, once there is one.
   *
   * @throws Problem the last failure, if nobody waits any more, or if the next attempt would come
   *     too late
   */
  public <T> T ask(Supplier<T> question) {
    long end = System.nanoTime() + longest.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        T answer = question.get();
        waiting.accept(null);
        return answer;
      } catch (Problem e) {
        boolean again =
            e.type() == ProblemType.MODEL_OWNER_UNAVAILABLE
                || e.type() == ProblemType.MODEL_OWNER_BUSY;
        Duration next = next(e, pause);
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (!again || stopped.getAsBoolean() || next.compareTo(left) > 0) {
          throw e;
        }
        waiting.accept(e.getMessage());
        sleep(next);
        if (stopped.getAsBoolean()) {
          throw e;
        }
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      }
    }
  }

  private static Duration next(Problem e, Duration pause) {
    return e.fields().get("retryAfterSeconds") instanceof Long seconds && seconds > 0
        ? Duration.ofSeconds(seconds)
        : pause;
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
