package org.cryptotl.nn.training;

/** Training came to a loss or weights that are no numbers. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says in which epoch, and what to do. */
  DivergenceException(int epoch) {
    super(
        "training diverged in epoch %d: the loss is not finite; see that all inputs are finite and scaled, or lower the learning rate"
            .formatted(epoch));
  }
}
