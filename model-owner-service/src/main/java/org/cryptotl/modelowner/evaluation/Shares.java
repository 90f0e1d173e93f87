package org.cryptotl.modelowner.evaluation;

import java.util.HashMap;
import java.util.Map;

/**
 * An amount that is used side by side. What is larger than all of it is given alone. Of what is
 * asked for without waiting nobody gets more than half, except as a single part.
 */
final class Shares {

  private final long most;
  private final Map<String, Long> usedBy = new HashMap<>();
  private long used;

  Shares(long most) {
    this.most = most;
  }

  /** Takes a part for a tenant, if it is there. */
  synchronized boolean take(String tenantId, long amount) {
    long own = usedBy.getOrDefault(tenantId, 0L);
    if ((own > 0 && own + amount > most / 2) || !take(amount)) {
      return false;
    }
    usedBy.put(tenantId, own + amount);
    return true;
  }

  synchronized void giveBack(String tenantId, long amount) {
    usedBy.computeIfPresent(tenantId, (_, own) -> own == amount ? null : (Long) (own - amount));
    giveBack(amount);
  }

  private boolean take(long amount) {
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
