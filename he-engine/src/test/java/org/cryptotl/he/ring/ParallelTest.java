package org.cryptotl.he.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
@Timeout(60)
class ParallelTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 100})
  void everyPiece_runsOnce(int count) {
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      for (Parallel parallel :
          List.of(
              Parallel.NONE,
              Parallel.on(executor, 1),
              Parallel.on(executor, 2),
              Parallel.on(executor, 9))) {
        AtomicIntegerArray runs = new AtomicIntegerArray(count);
        parallel.forEach(count, i -> runs.incrementAndGet(i));
        for (int i = 0; i < count; i++) {
          assertEquals(1, runs.get(i));
        }
      }
    }
  }

  @Test
  void pieces_runSideBySide() {
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      CyclicBarrier meeting = new CyclicBarrier(3);
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      Parallel.on(executor, 3)
          .forEach(
              3,
              i -> {
                threads.add(Thread.currentThread());
                meet(meeting);
              });
      assertEquals(3, threads.size());
      assertTrue(threads.contains(Thread.currentThread()), "the caller takes part");
    }
  }

  private static void meet(CyclicBarrier meeting) {
    try {
      meeting.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void results_areSeenByTheCaller() {
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 500; round++) {
        int[] out = new int[16];
        Parallel.on(executor, 4).forEach(out.length, i -> out[i] = i + 1);
        for (int i = 0; i < out.length; i++) {
          assertEquals(i + 1, out[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 19})
  void exceptionOfAPiece_reachesTheCaller(int failing) {
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      IllegalStateException failure = new IllegalStateException("piece " + failing);
      for (Parallel parallel : List.of(Parallel.NONE, Parallel.on(executor, 4))) {
        assertSame(
            failure,
            assertThrows(
                IllegalStateException.class,
                () ->
                    parallel.forEach(
                        20,
                        i -> {
                          if (i == failing) {
                            throw failure;
                          }
                        })));
      }
    }
  }

  /** An error such as a lack of memory must not pass for success because a helper met it. */
  @Test
  void errorOnAHelper_reachesTheCaller() {
    try (ExecutorService executor = Executors.newFixedThreadPool(1)) {
      Thread caller = Thread.currentThread();
      CyclicBarrier bothAreHere = new CyclicBarrier(2);
      AssertionError failure = new AssertionError("on a helper");
      assertSame(
          failure,
          assertThrows(
              AssertionError.class,
              () ->
                  Parallel.on(executor, 2)
                      .forEach(
                          2,
                          i -> {
                            meet(bothAreHere);
                            if (!Thread.currentThread().equals(caller)) {
                              throw failure;
                            }
                          })));
    }
  }

  /** Nobody writes to the caller's arrays after the call is over, however it ended. */
  @Test
  void errorOnTheCaller_waitsForTheHelpers() {
    try (ExecutorService executor = Executors.newFixedThreadPool(1)) {
      Thread caller = Thread.currentThread();
      CyclicBarrier bothAreHere = new CyclicBarrier(2);
      AtomicInteger finished = new AtomicInteger();
      assertThrows(
          AssertionError.class,
          () ->
              Parallel.on(executor, 2)
                  .forEach(
                      2,
                      i -> {
                        meet(bothAreHere);
                        if (Thread.currentThread().equals(caller)) {
                          throw new AssertionError("on the caller");
                        }
                        pause(100);
                        finished.incrementAndGet();
                      }));
      assertEquals(1, finished.get());
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void busyExecutor_leavesTheWorkToTheCaller() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newFixedThreadPool(1)) {
      CountDownLatch busy = new CountDownLatch(1);
      Future<?> blocker =
          executor.submit(() -> {
            busy.countDown();
            release.await();
            return null;
          });
      busy.await();
      AtomicInteger done = new AtomicInteger();
      Parallel.on(executor, 4).forEach(50, i -> done.incrementAndGet());
      assertEquals(50, done.get());
      assertFalse(blocker.isDone());
      release.countDown();
    }
  }

  @Test
  void executorThatRefuses_leavesTheWorkToTheCaller() {
    AtomicInteger done = new AtomicInteger();
    Parallel.on(
            task -> {
              throw new RejectedExecutionException("no room");
            },
            4)
        .forEach(50, i -> done.incrementAndGet());
    assertEquals(50, done.get());
  }

  @Test
  void nestedUseOnASaturatedExecutor_doesNotBlock()
      throws InterruptedException, ExecutionException {
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      Parallel parallel = Parallel.on(executor, 3);
      List<Future<Integer>> sums = new ArrayList<>();
      for (int task = 0; task < 8; task++) {
        sums.add(
            executor.submit(() -> {
              AtomicInteger sum = new AtomicInteger();
              parallel.forEach(
                  6,
                  i ->
                      parallel.forEach(5, j -> parallel.forEach(4, k -> sum.addAndGet(i + j + k))));
              return sum.get();
            }));
      }
      for (Future<Integer> sum : sums) {
        assertEquals(6 * 5 * 4 * (5 + 4 + 3) / 2, sum.get());
      }
    }
  }

  @Test
  void interruption_isKeptAndDoesNotDisturb() {
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      int[] out = new int[40];
      Thread.currentThread().interrupt();
      Parallel.on(executor, 3).forEach(out.length, i -> out[i] = 1);
      assertTrue(Thread.interrupted());
      int[] ones = new int[40];
      java.util.Arrays.fill(ones, 1);
      assertArrayEquals(ones, out);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void fewerThanOneThread_isRefused(int threads) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Parallel.on(Runnable::run, threads))
            .getMessage();
    assertEquals("threads: got " + threads + ", expected at least 1", message);
  }
}
