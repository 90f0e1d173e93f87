package org.cryptotl.modelowner.evaluation;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cryptotl.modelowner.models.Mode;

/** What the steps of one evaluation take. */
final class StepTimes {

  /** The steps, in order. */
  enum Step {
    /** Reading and checking ciphertexts, as fast as they come. */
    READ,
    /** Waiting for a turn. */
    WAIT,
    /** Finding the plan and the keys, which are made or read where they are not in memory. */
    KEYS,
    /** Evaluating and re-randomising. */
    EVALUATE,
    /** Writing results down. */
    WRITE
  }

  /** What a step does. */
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  private final Map<Step, Long> nanos = new EnumMap<>(Step.class);

  <T, E extends Exception> T time(Step step, Work<T, E> work) throws E {
    long from = System.nanoTime();
    try {
      return work.run();
    } finally {
      add(step, System.nanoTime() - from);
    }
  }

  void add(Step step, long more) {
    nanos.merge(step, more, Long::sum);
  }

  long millis(Step step) {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getOrDefault(step, 0L));
  }

  void record(MeterRegistry meters, Mode mode) {
    nanos.forEach((step, each) ->
        meters
            .timer("cryptotl.evaluation", "mode", mode.name(), "step", name(step))
            .record(each, TimeUnit.NANOSECONDS));
  }

  /** As the header {@code Server-Timing} has it: milliseconds of each step. */
  String serverTiming() {
    return nanos.entrySet().stream()
        .map(e -> "%s;dur=%.3f".formatted(name(e.getKey()), e.getValue() / 1e6))
        .collect(Collectors.joining(", "));
  }

  private static String name(Step step) {
    return step.name().toLowerCase(Locale.ROOT);
  }
}
