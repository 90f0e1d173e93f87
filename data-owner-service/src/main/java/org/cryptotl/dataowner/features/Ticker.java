package org.cryptotl.dataowner.features;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes what a job costs into its feature set, each second while it runs and once at its end. */
final class Ticker implements AutoCloseable {

  private final FeatureTable table;
  private final String id;
  private final Meter meter;
  private final ScheduledFuture<?> ticks;
  private @Nullable Statistics told;

  Ticker(FeatureTable table, String id, Meter meter, ScheduledExecutorService thread) {
    this.table = table;
    this.id = id;
    this.meter = meter;
    this.ticks = thread.scheduleWithFixedDelay(this::tell, 0, 1, TimeUnit.SECONDS);
  }

  private synchronized void tell() {
    Statistics now = meter.statistics();
    if (!now.equals(told)) {
      table.setStatistics(id, now);
      told = now;
    }
  }

  @Override
  public void close() {
    ticks.cancel(false);
    meter.waits(null);
    tell();
  }
}
