package org.cryptotl.modelowner.blobs;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Deletes blobs that nobody holds: what a process wrote before it died and could write down whose
 * it is. Young ones are left, since they may be just about to be written down.
 */
@Configuration(proxyBeanMethods = false)
class BlobSweep {

  private static final Logger LOG = LoggerFactory.getLogger(BlobSweep.class);
  private static final Duration YOUNG = Duration.ofDays(1);

  @Bean
  RecurringTask<Void> sweepBlobs(BlobStore blobs, List<BlobHolder> holders, Clock clock) {
    return Tasks.recurring("sweep-blobs", FixedDelay.ofHours(1))
        .execute((_, _) -> {
          try {
            sweep(blobs, holders, Instant.ofEpochMilli(clock.millis()).minus(YOUNG));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  static void sweep(BlobStore blobs, List<BlobHolder> holders, Instant before) throws IOException {
    for (String key : blobs.storedBefore(before)) {
      if (holders.stream().noneMatch(holder -> holder.holds(key))) {
        LOG.info("deleting the blob {}, which nobody holds", key);
        blobs.delete(key);
      }
    }
  }
}
