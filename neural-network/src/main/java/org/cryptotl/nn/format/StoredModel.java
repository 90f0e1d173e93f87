package org.cryptotl.nn.format;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.scaling.Scaler;

/**
 * What a model file holds.
 *
 * @param network the network
 * @param scaler what its inputs are scaled with; fitted on the training data it was trained on
 * @param notes anything else in words, e.g. the encoder's name; at most {@value #MOST_NOTES}
 *     entries of at most {@value #LONGEST_NOTE} characters
 */
public record StoredModel(Network network, Optional<Scaler> scaler, Map<String, String> notes) {

  /** Greatest number of notes. */
  public static final int MOST_NOTES = 256;

  /** Greatest length of a note, in characters. */
  public static final int LONGEST_NOTE = 1000;

  /** Checks that the parts fit together. */
  public StoredModel {
    notes = Map.copyOf(new TreeMap<>(notes));
    scaler.ifPresent(s -> {
      if (s.dimension() != network.input().size()) {
        throw new IllegalArgumentException(
            "model: got a scaler for %d entries, the network takes %d"
                .formatted(s.dimension(), network.input().size()));
      }
    });
    boolean tooLong =
        notes.entrySet().stream()
            .anyMatch(e -> Math.max(e.getKey().length(), e.getValue().length()) > LONGEST_NOTE);
    if (notes.size() > MOST_NOTES || tooLong) {
      throw new IllegalArgumentException(
          "model: got %d notes, expected at most %d of at most %d characters"
              .formatted(notes.size(), MOST_NOTES, LONGEST_NOTE));
    }
  }

  /** A model of a network alone. */
  public static StoredModel of(Network network) {
    return new StoredModel(network, Optional.empty(), Map.of());
  }
}
