package org.cryptotl.modelowner.evaluationkeys;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks every hour for keys that have expired. */
@Configuration(proxyBeanMethods = false)
class KeyTasks {

  @Bean
  RecurringTask<Void> expireKeys(KeyBundles bundles) {
    return Tasks.recurring("expire-keys", FixedDelay.ofHours(1))
        .execute((_, _) -> {
          try {
            bundles.expire();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
