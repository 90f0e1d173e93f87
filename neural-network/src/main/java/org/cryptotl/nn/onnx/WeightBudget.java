package org.cryptotl.nn.onnx;

/** Counts entries of constants before room is made for them. */
final class WeightBudget {

  private final long most;
  private long taken;

  WeightBudget(long most) {
    this.most = most;
  }

  /** Takes room for a number of entries, at least 0. */
  void take(long entries) {
    if (entries > most - taken) {
      throw new IllegalArgumentException(
          "the constants have %d entries or more, at most %d are accepted"
              .formatted(entries + taken, most));
    }
    taken += entries;
  }
}
