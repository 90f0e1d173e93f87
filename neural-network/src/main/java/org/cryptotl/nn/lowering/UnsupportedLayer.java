package org.cryptotl.nn.lowering;

import java.util.Optional;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.MaxPool1D;
import org.cryptotl.nn.layer.MaxPool2D;
import org.cryptotl.nn.layer.Softmax;

/**
 * A layer that cannot be evaluated on ciphertexts.
 *
 * @param index its place in the network, from 0
 * @param layer what kind of layer it is
 * @param reason why not
 * @param remedy what to do instead
 */
public record UnsupportedLayer(int index, String layer, String reason, String remedy) {

  static Optional<UnsupportedLayer> of(int index, Layer layer) {
    return switch (layer) {
      case MaxPool1D _, MaxPool2D _ ->
          Optional.of(
              new UnsupportedLayer(
                  index,
                  layer.name(),
                  "a maximum is no polynomial",
                  "train with average pooling in its place, or leave it to the head"));
      case Softmax _ ->
          Optional.of(
              new UnsupportedLayer(
                  index,
                  layer.name(),
                  "it divides by a sum of exponentials, which is no polynomial",
                  "end the network before it and apply it after decryption"));
      default -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return "layer %d, %s: %s; %s".formatted(index, layer, reason, remedy);
  }
}
