package org.cryptotl.modelowner.evaluation;

import jakarta.annotation.PreDestroy;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.springframework.stereotype.Component;

/**
 * Lets a few evaluations run side by side, a few more wait, and turns the others away. They run on
 * threads of their own, which go from one to the next without a pause, and which alone hold the
 * engine's pools of memory.
 */
@Component
class Turnstile {

  private final Shares places;
  private final Shares memory;
  private final ThreadPoolExecutor threads;
  private final long patienceMillis;

  Turnstile(CryptotlProperties properties) {
    var settings = properties.evaluations();
    places = new Shares(settings.concurrent() + settings.waiting());
    memory = new Shares(settings.memoryBytes());
    threads =
        new ThreadPoolExecutor(
            settings.concurrent(),
            settings.concurrent(),
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("evaluation-", 1).factory());
    patienceMillis = settings.patience().toMillis();
  }

  /**
   * Takes a place and memory, which bounds the ciphertexts of requests in number and bytes. A
   * tenant has at most half of each, and at least one place.
   */
  void enter(String tenantId, long bytes) {
    if (!places.take(tenantId, 1)) {
      throw busy();
    }
    if (!memory.take(tenantId, bytes)) {
      places.giveBack(tenantId, 1);
      throw busy();
    }
  }

  void leave(String tenantId, long bytes) {
    memory.giveBack(tenantId, bytes);
    places.giveBack(tenantId, 1);
  }

  /**
   * Waits for a turn, and for the work.
   *
   * @throws Problem if the turn does not come in time
   */
  <T> T inTurn(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    CountDownLatch begun = new CountDownLatch(1);
    Runnable turn =
        () -> {
          begun.countDown();
          task.run();
        };
    threads.execute(turn);
    if (!begun.await(patienceMillis, TimeUnit.MILLISECONDS) && threads.remove(turn)) {
      throw busy();
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static Problem busy() {
    return new Problem(
        ProblemType.BUSY,
        "too many evaluations wait already; try again, or send a job",
        Map.of("retryAfterSeconds", 1));
  }

  @PreDestroy
  void stop() {
    threads.shutdown();
  }
}
