package org.cryptotl.modelowner.tenants;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.springframework.stereotype.Component;

/** A bucket of requests a tenant, filled evenly and as large as a minute's. */
@Component
class RateLimiter {

  /** Requests that are left, as of a moment. */
  private record Bucket(double left, long atMillis) {}

  private final Clock clock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  RateLimiter(Clock clock) {
    this.clock = clock;
  }

  void take(Caller caller) {
    long now = clock.millis();
    double most = caller.limits().requestsPerMinute();
    AtomicBoolean taken = new AtomicBoolean();
    buckets.compute(
        caller.tenantId(),
        (_, old) -> {
          double filled =
              old == null
                  ? most
                  : Math.min(most, old.left() + most * (now - old.atMillis()) / 60_000);
          taken.set(filled >= 1);
          return new Bucket(filled >= 1 ? filled - 1 : filled, now);
        });
    if (!taken.get()) {
      throw new Problem(
          ProblemType.RATE_LIMITED,
          "more than %d requests in a minute; wait".formatted((int) most),
          Map.of("retryAfterSeconds", (long) Math.ceil(60 / most)));
    }
  }
}
