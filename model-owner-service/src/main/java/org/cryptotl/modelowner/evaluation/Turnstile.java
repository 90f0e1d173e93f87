package org.cryptotl.modelowner.evaluation;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.springframework.stereotype.Component;

/** Lets a few evaluations run side by side, a few more wait, and turns the others away. */
@Component
class Turnstile {

  /** Work that a turn is waited for. */
  interface Work<T> {
    T run() throws Exception;
  }

  private final Semaphore places;
  private final Semaphore turns;
  private final long patienceMillis;

  Turnstile(CryptotlProperties properties) {
    var settings = properties.evaluations();
    places = new Semaphore(settings.concurrent() + settings.waiting());
    turns = new Semaphore(settings.concurrent(), true);
    patienceMillis = settings.patience().toMillis();
  }

  /** Takes a place, which bounds the requests whose ciphertexts are in memory. */
  void enter() {
    if (!places.tryAcquire()) {
      throw busy();
    }
  }

  void leave() {
    places.release();
  }

  /** Waits for a turn, and runs. */
  <T> T inTurn(Work<T> work) throws Exception {
    if (!turns.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
      throw busy();
    }
    try {
      return work.run();
    } finally {
      turns.release();
    }
  }

  private static Problem busy() {
    return new Problem(
        ProblemType.BUSY,
        "too many evaluations wait already; try again, or send a job",
        Map.of("retryAfterSeconds", 1));
  }
}
