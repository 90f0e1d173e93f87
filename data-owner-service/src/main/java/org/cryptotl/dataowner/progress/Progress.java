package org.cryptotl.dataowner.progress;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.cryptotl.dataowner.problems.Problem;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells listeners of a resource as it changes, until it is final. */
@Component
public class Progress {

  private static final int PAUSE_MILLIS = 300;
  private static final long LONGEST_MILLIS = 24L * 3600 * 1000;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }

  /**
   * A stream of events named {@code progress}, each with the resource as its data.
   *
   * @param resource looked at several times a second
   * @param last whether nothing will change any more
   * @throws Problem if there is no such resource
   */
  public <T> SseEmitter watch(Supplier<T> resource, Predicate<T> last) {
    T first = resource.get();
    SseEmitter emitter = new SseEmitter(LONGEST_MILLIS);
    threads.execute(() -> tell(emitter, first, resource, last));
    return emitter;
  }

  private static <T> void tell(
      SseEmitter emitter, T first, Supplier<T> resource, Predicate<T> last) {
    try {
      T told = first;
      send(emitter, told);
      while (!last.test(told)) {
        Thread.sleep(PAUSE_MILLIS);
        T now = resource.get();
        if (!now.equals(told)) {
          send(emitter, now);
          told = now;
        }
      }
      emitter.complete();
    } catch (IOException | IllegalStateException | Problem e) {
      // The listener has gone, or the resource was deleted: there is nobody to tell.
      emitter.completeWithError(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      emitter.complete();
    }
  }

  private static void send(SseEmitter emitter, Object data) throws IOException {
    emitter.send(SseEmitter.event().name("progress").data(data, MediaType.APPLICATION_JSON));
  }
}
