package org.cryptotl.dataowner.features;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Adds up what an extraction costs, stages under way included; several threads may. */
final class Meter {

  private static final double NANOS_A_MILLI = 1e6;

  private final Map<Stage, Double> millis = new EnumMap<>(Stage.class);
  private final List<UnderWay> underWay = new ArrayList<>();
  private long bytesSent;
  private long bytesReceived;
  private long requests;
  private long retries;
  private long clamped;
  private long charged;
  private @Nullable Long budgetLeft;
  private Double difference;
  private Double bound;
  private @Nullable String waiting;

  /** A stage that has begun. */
  private record UnderWay(Stage stage, long start) {

    double millis() {
      return (System.nanoTime() - start) / NANOS_A_MILLI;
    }
  }

  Meter(Statistics before) {
    millis.putAll(before.stageMillis());
    bytesSent = before.bytesSent();
    bytesReceived = before.bytesReceived();
    requests = before.requests();
    retries = before.retries();
    clamped = before.clampedEntries();
    charged = before.chargedSamples();
    budgetLeft = before.budgetLeft();
    difference = before.selfCheckDifference();
    bound = before.selfCheckBound();
  }

  /** Runs something and counts its time. */
  <T> T time(Stage stage, Callable<T> work) {
    UnderWay begun = begin(stage);
    try {
      return call(stage, work);
    } finally {
      end(begun);
    }
  }

  private synchronized UnderWay begin(Stage stage) {
    UnderWay begun = new UnderWay(stage, System.nanoTime());
    underWay.add(begun);
    return begun;
  }

  private synchronized void end(UnderWay begun) {
    underWay.remove(begun);
    add(begun.stage(), begun.millis());
  }

  /** Runs a request; until it is answered all of its time counts as on the way. */
  <T> T request(Callable<T> work) {
    UnderWay begun = begin(Stage.TRANSFER);
    try {
      return call(Stage.TRANSFER, work);
    } finally {
      forget(begun);
    }
  }

  private synchronized void forget(UnderWay begun) {
    underWay.remove(begun);
  }

  private static <T> T call(Stage stage, Callable<T> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("stage " + stage + " failed", e);
    }
  }

  synchronized void add(Stage stage, double more) {
    millis.merge(stage, more, Double::sum);
  }

  synchronized void request(long sent, long received, int samples, @Nullable Long left) {
    requests++;
    bytesSent += sent;
    bytesReceived += received;
    charged += samples;
    budgetLeft = left;
  }

  /** Says why the model owner will be asked again, or null that it has answered. */
  synchronized void waits(@Nullable String why) {
    waiting = why;
    if (why != null) {
      retries++;
    }
  }

  synchronized void clamped(long entries) {
    clamped += entries;
  }

  synchronized void selfCheck(double got, double allowed) {
    difference = difference == null ? got : Math.max(difference, got);
    bound = allowed;
  }

  synchronized Statistics statistics() {
    Map<Stage, Double> soFar = new EnumMap<>(millis);
    underWay.forEach(begun -> soFar.merge(begun.stage(), begun.millis(), Double::sum));
    return new Statistics(
        soFar,
        bytesSent,
        bytesReceived,
        requests,
        retries,
        clamped,
        charged,
        budgetLeft,
        difference,
        bound,
        waiting);
  }
}
