package org.cryptotl.dataowner.modelowner;

import java.util.List;

/**
 * What was deleted here.
 *
 * @param bundlesLeft ids of evaluation keys that the model owner did not delete: it may not answer,
 *     or not accept the token any more
 */
public record Deleted(List<String> bundlesLeft) {

  /** Copies the list. */
  public Deleted {
    bundlesLeft = List.copyOf(bundlesLeft);
  }

  /** What is left, in a sentence; empty where nothing is. */
  public String told() {
    return bundlesLeft.isEmpty()
        ? ""
        : "The model owner did not delete these evaluation keys, which still count there: "
            + String.join(", ", bundlesLeft)
            + ". Ask it to delete them.";
  }
}
