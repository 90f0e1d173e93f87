package org.cryptotl.he.ring;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Runs independent pieces of work, one after the other or side by side on an executor of the
 * caller's. The pieces write to places of their own, so results do not depend on how they are run.
 */
public final class Parallel {

  /** Runs everything on the calling thread. */
  public static final Parallel NONE = new Parallel(null, 1);

  private final Executor executor;
  private final int threads;

  private Parallel(Executor executor, int threads) {
    this.executor = executor;
    this.threads = threads;
  }

  /**
   * Runs pieces on the calling thread and on up to {@code threads - 1} threads of an executor. The
   * calling thread always takes part and waits for pieces, not for tasks, so that work is done even
   * where the executor is busy, refuses tasks, or this is one of its own threads.
   *
   * @param executor lends its threads
   * @param threads at least 1
   */
  public static Parallel on(Executor executor, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: got " + threads + ", expected at least 1");
    }
    return new Parallel(Objects.requireNonNull(executor, "executor"), threads);
  }

  /**
   * Runs {@code body} for 0, 1, ..., count - 1 and returns when all are done. If one fails, the
   * others may be left out, and the first exception or error is thrown when none runs any more.
   */
  public void forEach(int count, IntConsumer body) {
    int helpers = Math.min(threads, count) - 1;
    if (helpers <= 0) {
      for (int i = 0; i < count; i++) {
        body.accept(i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch pieces = new CountDownLatch(count);
    Runnable worker =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            try {
              if (failure.get() == null) {
                body.accept(i);
              }
            } catch (Throwable e) {
              failure.compareAndSet(null, e);
            } finally {
              pieces.countDown();
            }
          }
        };
    call(helpers, worker, failure);
    worker.run();
    awaitUninterruptibly(pieces);
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /** An executor that has no room leaves more to the calling thread. */
  private void call(int helpers, Runnable worker, AtomicReference<Throwable> failure) {
    try {
      for (int h = 0; h < helpers; h++) {
        executor.execute(worker);
      }
    } catch (RejectedExecutionException e) {
      return;
    } catch (RuntimeException | Error e) {
      // Thrown when no piece runs any more, as every other failure.
      failure.compareAndSet(null, e);
    }
  }

  /** The pieces that still run on other threads are short; an interruption is kept for later. */
  private static void awaitUninterruptibly(CountDownLatch pieces) {
    boolean interrupted = false;
    while (true) {
      try {
        pieces.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
