package org.cryptotl.nn.training;

import java.util.List;
import java.util.Optional;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.privacy.PrivacySpent;

/**
 * What came of a training.
 *
 * @param network with the weights of {@code bestEpoch}
 * @param epochs all that ended, in order
 * @param bestEpoch the number of the epoch with the smallest validation loss; without a validation
 *     part the last one; 0 if none ended
 * @param ending why training ended
 * @param activationRanges of each polynomial activation, over the training and validation samples;
 *     under privacy over the validation samples alone; empty if training was cancelled
 * @param privacySpent the noise that was added and what was spent of privacy, if any was asked for
 */
public record TrainingResult(
    Network network,
    List<Epoch> epochs,
    int bestEpoch,
    Ending ending,
    List<ActivationRange> activationRanges,
    Optional<PrivacySpent> privacySpent) {

  /** Why a training ended. */
  public enum Ending {
    /** All epochs were done. */
    COMPLETED,
    /** The validation loss got no smaller. */
    STOPPED_EARLY,
    /** The monitor asked for it. */
    CANCELLED
  }

  /** Copies the lists. */
  public TrainingResult {
    epochs = List.copyOf(epochs);
    activationRanges = List.copyOf(activationRanges);
  }
}
