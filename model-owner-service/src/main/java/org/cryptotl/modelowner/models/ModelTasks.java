package org.cryptotl.modelowner.models;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The work on versions, as the scheduler knows it: one task a version, {@code model/number}. */
@Configuration(proxyBeanMethods = false)
class ModelTasks {

  static final String NAME = "make-version";

  @Bean
  OneTimeTask<Void> makeVersion(VersionMaker maker) {
    return Tasks.oneTime(NAME)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofSeconds(5)))
        .execute((instance, context) -> {
          String[] id = instance.getId().split("/", -1);
          try {
            maker.make(
                id[0], Integer.parseInt(id[1]), () -> context.getSchedulerState().isShuttingDown());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
