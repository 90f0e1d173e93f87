package org.cryptotl.modelowner.evaluation;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The work on jobs, as the scheduler knows it: one task a chunk, {@code job/number}. */
@Configuration(proxyBeanMethods = false)
class JobTasks {

  static final String CHUNK = "evaluate-chunk";

  @Bean
  OneTimeTask<Void> evaluateChunk(ChunkWorker worker) {
    return Tasks.oneTime(CHUNK)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofSeconds(2)))
        .execute((instance, _) -> {
          String[] id = instance.getId().split("/", -1);
          try {
            worker.evaluate(id[0], Integer.parseInt(id[1]));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            throw new IllegalStateException("the worker is stopped", e);
          }
        });
  }

  @Bean
  RecurringTask<Void> expireJobs(Jobs jobs) {
    return Tasks.recurring("expire-jobs", FixedDelay.ofHours(1))
        .execute((_, _) -> {
          try {
            jobs.expire();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Bean
  RecurringTask<Void> requeueChunks(Jobs jobs) {
    return Tasks.recurring("requeue-chunks", FixedDelay.ofSeconds(20))
        .execute((_, _) -> jobs.requeue());
  }
}
