package org.cryptotl.modelowner;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells of a resource as it changes, by server-sent events. It is looked up anew each time, so that
 * the work may be done by any process.
 */
@Component
public class Progress {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  /** Looks without a change before a comment shows that the connection is alive. */
  private static final int QUIET_LOOKS = 50;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Progress() {}

  /**
   * Streams a resource until its state is final or it is gone.
   *
   * @param look finds the resource
   * @param isFinal whether nothing will change any more
   */
  public <T> SseEmitter stream(Supplier<Optional<T>> look, Predicate<T> isFinal) {
    SseEmitter emitter = new SseEmitter(0L);
    threads.execute(() -> run(emitter, look, isFinal));
    return emitter;
  }

  private <T> void run(SseEmitter emitter, Supplier<Optional<T>> look, Predicate<T> isFinal) {
    try {
      Optional<T> told = Optional.empty();
      int quiet = 0;
      while (!threads.isShutdown()) {
        Optional<T> now = look.get();
        if (now.isEmpty()) {
          break;
        }
        if (!now.equals(told)) {
          emitter.send(
              SseEmitter.event().name("progress").data(now.get(), MediaType.APPLICATION_JSON));
          told = now;
          quiet = 0;
        } else if (++quiet % QUIET_LOOKS == 0) {
          emitter.send(SseEmitter.event().comment("alive"));
        }
        if (isFinal.test(now.get())) {
          break;
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
      emitter.complete();
    } catch (IOException | IllegalStateException _) {
      emitter.complete();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      emitter.completeWithError(e);
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
