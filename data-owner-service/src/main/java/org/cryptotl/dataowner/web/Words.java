package org.cryptotl.dataowner.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How pages say quantities, times and states. */
@Component
class Words {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};
  private static final int KILO = 1000;
  private static final long SECONDS_A_MINUTE = 60;

  /** A number of bytes with three digits, e.g. {@code 10.5 MB}. */
  public String bytes(long bytes) {
    if (bytes < KILO) {
      return bytes + " bytes";
    }
    double size = bytes;
    int unit = -1;
    while (size >= KILO - 0.5 && unit < UNITS.length - 1) {
      size /= KILO;
      unit++;
    }
    String format = size < 10 ? "%.2f %s" : size < 100 ? "%.1f %s" : "%.0f %s";
    return format.formatted(size, UNITS[unit]);
  }

  /** A duration, e.g. {@code 2.5 s}. */
  public String millis(double millis) {
    if (millis < 100) {
      return "%.1f ms".formatted(millis);
    }
    if (millis < KILO) {
      return "%.0f ms".formatted(millis);
    }
    double seconds = millis / KILO;
    return seconds < 2 * SECONDS_A_MINUTE
        ? "%.1f s".formatted(seconds)
        : "%.0f min".formatted(seconds / SECONDS_A_MINUTE);
  }

  /** A time on this machine's clock, to the minute. */
  public String time(Instant time) {
    return TIME.format(time.atZone(ZoneId.systemDefault()));
  }

  /** A constant's name in lower case. */
  public String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
