package org.cryptotl.he.io;

/** What all objects share. */
final class Wire {

  /** The first four bytes, "CTLW". */
  static final byte[] MAGIC = {'C', 'T', 'L', 'W'};

  /** The version that is written, and the only one that is read. */
  static final int VERSION = 1;

  private Wire() {}
}
