package org.cryptotl.he.io;

import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.manifest.Layout;
import org.cryptotl.he.manifest.ThroughputLayout;

/** What all objects share. */
final class Wire {

  /** The first four bytes, "CTLW". */
  static final byte[] MAGIC = {'C', 'T', 'L', 'W'};

  /** The version that is written, and the only one that is read. */
  static final int VERSION = 1;

  /** The number of latency mode in a manifest. */
  static final int LATENCY = 1;

  /** The number of throughput mode in a manifest. */
  static final int THROUGHPUT = 2;

  private Wire() {}

  /** The number of a layout's mode. */
  static int mode(Layout layout) {
    return switch (layout) {
      case LatencyLayout latency -> LATENCY;
      case ThroughputLayout throughput -> THROUGHPUT;
    };
  }
}
