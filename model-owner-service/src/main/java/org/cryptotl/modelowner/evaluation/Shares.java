package org.cryptotl.modelowner.evaluation;

/** An amount that is used side by side. What is larger than all of it is given alone. */
final class Shares {

  private final long most;
  private long used;

  Shares(long most) {
    this.most = most;
  }

  /** Takes a part if it is there. */
  synchronized boolean take(long amount) {
    if (used > 0 && used + amount > most) {
      return false;
    }
    used += amount;
    return true;
  }

  /** Waits for a part. */
  synchronized void await(long amount) throws InterruptedException {
    while (!take(amount)) {
      wait();
    }
  }

  synchronized void giveBack(long amount) {
    used -= amount;
    notifyAll();
  }
}
