package org.cryptotl.endtoend;

import java.io.PrintStream;
import java.util.Locale;

/** A line that fills up; where the output is no terminal, only its last state is printed. */
final class ProgressBar {

  private static final int WIDTH = 30;
  private static final double NANOS_A_SECOND = 1e9;

  private final PrintStream out;
  private final boolean terminal;
  private final String what;
  private final long start = System.nanoTime();

  ProgressBar(PrintStream out, boolean terminal, String what) {
    this.out = out;
    this.terminal = terminal;
    this.what = what;
  }

  /** Shows how far something is, with a remark. */
  void show(long done, long of, String remark) {
    if (terminal) {
      out.print('\r' + line(done, of, remark, seconds()) + "\u001b[K");
      out.flush();
    }
  }

  /** Shows that it is done; returns the seconds it took. */
  double end(String remark) {
    double seconds = seconds();
    out.print((terminal ? "\r" : "") + line(1, 1, remark, seconds));
    out.println(terminal ? "\u001b[K" : "");
    return seconds;
  }

  private double seconds() {
    return (System.nanoTime() - start) / NANOS_A_SECOND;
  }

  private String line(long done, long of, String remark, double seconds) {
    int filled = of == 0 ? 0 : (int) Math.min(WIDTH, WIDTH * done / of);
    return String.format(
        Locale.ROOT,
        "  %-34s [%s%s] %6.1f s  %s",
        what,
        "#".repeat(filled),
        "-".repeat(WIDTH - filled),
        seconds,
        remark);
  }
}
